// What is shorter may be an ordinary word, and is not looked for.
const shortest = 6;

/**
 * Values that must not be shown, found in a text by how they begin, so that looking for thousands costs no more than
 * looking for one.
 */
export class SecretIndex {
  /** How often each value was added, by its beginning. */
  readonly #values = new Map<string, Map<string, number>>();

  add(value: string): void {
    for (const form of formsOf(value)) {
      const start = form.slice(0, shortest);
      const alike = this.#values.get(start) ?? new Map<string, number>();
      this.#values.set(start, alike.set(form, (alike.get(form) ?? 0) + 1));
    }
  }

  /** Takes back one {@link add}. */
  remove(value: string): void {
    for (const form of formsOf(value)) {
      const start = form.slice(0, shortest);
      const alike = this.#values.get(start);
      const count = (alike?.get(form) ?? 0) - 1;
      if (count > 0) alike?.set(form, count);
      else alike?.delete(form);
      if (alike?.size === 0) this.#values.delete(start);
    }
  }

  /** Replaces every value in a text. */
  mask(text: string): string {
    if (this.#values.size === 0) return text;
    let masked = '';
    let from = 0;
    for (let at = 0; at + shortest <= text.length; ) {
      const found = this.#longestAt(text, at);
      if (found === undefined) at += 1;
      else {
        masked += `${text.slice(from, at)}[secret]`;
        at += found.length;
        from = at;
      }
    }
    return masked + text.slice(from);
  }

  #longestAt(text: string, at: number): string | undefined {
    const alike = this.#values.get(text.slice(at, at + shortest));
    if (!alike) return undefined;
    const found = [...alike.keys()].filter((value) => text.startsWith(value, at));
    return found.sort((a, b) => b.length - a.length)[0];
  }
}

/** How a value may stand in a text: as it is, in JSON, and in a URL; a token without its scheme as well. */
function formsOf(value: string): readonly string[] {
  const whole = value.trim();
  const bare = /^(?:bearer|basic|token|apikey|x-sf-token)\s+(\S+)$/i.exec(whole)?.[1];
  const forms = [whole, bare ?? whole].flatMap((each) => [
    each,
    JSON.stringify(each).slice(1, -1),
    encodeURIComponent(each.toWellFormed()),
  ]);
  return [...new Set(forms)].filter((form) => form.length >= shortest);
}
