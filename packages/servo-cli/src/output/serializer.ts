/** The number of the form that programs read; it rises when something is no longer where it was. */
const version = 1;

/** Writes facts for programs; JSON is one line unless a person reads it. */
export type Serializer = (facts: object, readable?: boolean) => string;

/** Finds what writes in a form; `undefined` for one that is for people. */
export async function serializer(form: unknown): Promise<Serializer | undefined> {
  if (form === 'json')
    return (facts, readable = false) => JSON.stringify({ version, ...facts }, undefined, readable ? 2 : undefined);
  if (form !== 'yaml') return undefined;
  const { toYaml } = await import('./to-yaml.js'); // seldom asked for
  return (facts) => toYaml({ version, ...facts });
}
