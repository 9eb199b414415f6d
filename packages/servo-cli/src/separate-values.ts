/** The letter of an option that takes a value, perhaps after those of options that take none, and before the value. */
const attached = /^-([hqV]*)([clno])(?:=(.+)|([^=].*))?$/s;

/**
 * Gives each value of an option of every command a word of its own, as in `-cshop.yaml`: the parser would take that for
 * `-c -s -h …`. What follows `--` stays as it is.
 */
export function separateValues(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  return [...options.flatMap(separated), ...argv.slice(options.length)];
}

function separated(word: string): readonly string[] {
  const [, flags, letter, afterSign, direct] = attached.exec(word) ?? [];
  if (letter === undefined) return [word];
  return [...(flags ? [`-${flags}`] : []), `-${letter}`, ...[afterSign ?? direct ?? []].flat()];
}
