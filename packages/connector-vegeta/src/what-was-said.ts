/** Adds to a message what a program wrote: the reason that it gave before its usage, or else its last three lines. */
export function whatWasSaid(lines: readonly string[]): string {
  const [first] = lines;
  if (first === undefined) return ', without a word';
  const usage = lines.findIndex((line) => /^usage\b/i.test(line));
  return `: ${usage > 0 ? first : lines.slice(-3).join('; ')}`;
}
