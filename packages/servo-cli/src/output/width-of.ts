const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\uff01-\uff60]/u;

/** What a reader takes for characters. */
export function charactersOf(text: string): readonly string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

/** How many columns characters take; those of East Asia, and pictures, take two. */
export function widthOf(characters: readonly string[]): number {
  return characters.reduce((width, each) => width + (wide.test(each) ? 2 : 1), 0);
}

const plain = /^[\x20-\x7e]*$/; // which takes no counting

/** How many columns a text takes. */
export function textWidth(text: string): number {
  return plain.test(text) ? text.length : widthOf(charactersOf(text));
}
