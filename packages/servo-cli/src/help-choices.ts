/** The values that an option or an argument may have, as a help lists them; `undefined` where it lists none. */
export function helpChoices(help: string, name: string): readonly string[] | undefined {
  for (const line of help.split('\n')) {
    const [, names = '', choices] = /^ +((?:-\w, )?(?:--)?[a-z][\w-]*) .*\[choices: ([^\]]*)\]/.exec(line) ?? [];
    if (choices !== undefined && names.split(', ').includes(name))
      return [...choices.matchAll(/"([^"]*)"/g)].map(([, choice = '']) => choice);
  }
  return undefined;
}
