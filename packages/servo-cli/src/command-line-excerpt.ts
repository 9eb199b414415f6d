import type { ProblemExcerpt } from '@servo/core';

/** Shows a command line, with one of its words, or a part of it, as what is wrong. */
export function commandLineExcerpt(argv: readonly string[], index: number, part?: string): ProblemExcerpt | undefined {
  const wrong = argv[index];
  if (wrong === undefined) return undefined;
  const before = ['servo', ...argv.slice(0, index).map(quoted), ''].join(' ');
  const word = quoted(wrong);
  const inside = part ? Math.max(0, word.indexOf(part)) : 0;
  return {
    text: [before + word, ...argv.slice(index + 1).map(quoted)].join(' '),
    column: before.length + inside + 1,
    length: Math.max(1, part && word.includes(part) ? part.length : word.length),
  };
}

/** Writes a word as a shell reads it, on one line. */
function quoted(word: string): string {
  const plain = word.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
  return /^[\w@%+=:,./~-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
