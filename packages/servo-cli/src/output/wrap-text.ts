import { charactersOf, textWidth, widthOf } from './width-of.js';

/** Breaks lines that are wider than so many columns, between words where that is possible. */
export function wrapText(text: string, columns: number): readonly string[] {
  return text.split('\n').flatMap((line) => (textWidth(line) <= columns ? [line] : wrapLine(line, columns)));
}

function wrapLine(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').flatMap((each) => pieces(each, columns))) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (textWidth(joined) <= columns) current = joined;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** A word that is wider than the columns, in pieces that are not. */
function pieces(word: string, columns: number): readonly string[] {
  if (textWidth(word) <= columns) return [word];
  const found: string[] = [];
  let piece: string[] = [];
  for (const character of charactersOf(word)) {
    if (widthOf([...piece, character]) > columns) {
      found.push(piece.join(''));
      piece = [];
    }
    piece.push(character);
  }
  return [...found, piece.join('')];
}
