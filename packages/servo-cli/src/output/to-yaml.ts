import { stringify } from 'yaml';

/** Writes facts as a YAML document of its own. */
export function toYaml(facts: object): string {
  const plain: unknown = JSON.parse(JSON.stringify(facts)); // what JSON leaves out, YAML leaves out
  return `---\n${stringify(plain, { lineWidth: 0 }).trimEnd()}`;
}
