import { stringify } from 'yaml';
import { nested, type PathValue } from './nested.js';

/** Writes values as servo.yaml has them. */
export function configurationYaml(values: readonly PathValue[]): string {
  return stringify(nested(values), { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}

/** Writes a value so that it stands for itself in servo.yaml, where `${` begins the name of a variable. */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}
