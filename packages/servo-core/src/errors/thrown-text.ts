/** What was thrown, in words; anything can be thrown, even what cannot be made into a text. */
export function thrownText(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown); // without a prototype, or with a toString() that throws
  }
}
