import { stringify } from 'yaml';
import { nested, type PathValue } from './nested.js';

/** Writes values as servo.yaml has them. */
export function configurationYaml(values: readonly PathValue[]): string {
  return stringify(nested(values), { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}

/** Writes a value so that it stands for itself in servo.yaml, where `${` begins the name of a variable. */
export function literal(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('${', () => '$${') : value;
}
