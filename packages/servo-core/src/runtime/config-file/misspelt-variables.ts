import type { ConfigSchema } from '../../config/config-schema.js';
import { nearestName } from '../../errors/nearest-name.js';
import {
  appdynamicsOptimizerConfig,
  embeddedOptimizerConfig,
  opsaniOptimizerConfig,
} from '../../optimizer/optimizer-config.js';
import { variablesOf } from './environment-values.js';
import { inputJsonSchema } from './json-schema.js';
import { isServiceVariable } from './service-variable.js';
import { checkSettings, servoIdentity, servoSettings } from './top-level-schemas.js';

/** A part of the configuration that variables may set. */
export interface VariableSection {
  /** What stands after `SERVO_` in their names; the top level has none. */
  readonly key?: string;
  readonly schema: ConfigSchema;
}

/** A variable that nothing reads, and the one that was most likely meant. */
export interface MisspeltVariable {
  readonly variable: string;
  readonly nearest: string;
}

/** What is read elsewhere, and what programs are marked with. */
const others = [
  'SERVO_CHILD',
  'SERVO_CONFIG_FILE',
  'SERVO_CONNECTORS',
  'SERVO_LISTEN',
  'SERVO_LOG_FILE',
  'SERVO_LOG_LEVEL',
  'SERVO_RUN_CHECK',
  'SERVO_STATE_DIR',
  'SERVO_UID',
];

const sectionsOfAll: readonly VariableSection[] = [
  { schema: servoIdentity },
  { key: 'settings', schema: servoSettings },
  { key: 'checks', schema: checkSettings },
  ...[embeddedOptimizerConfig, opsaniOptimizerConfig, appdynamicsOptimizerConfig].map((schema) => ({
    key: 'optimizer',
    schema,
  })),
];

/**
 * Finds variables that begin with `SERVO_`, are read by nothing, and are nearly called like one that is. Others may be
 * meant for the user's own use.
 *
 * @param sections those of the connectors.
 */
export function misspeltVariables(
  env: Readonly<Record<string, string | undefined>>,
  sections: readonly VariableSection[],
): readonly MisspeltVariable[] {
  const given = Object.keys(env).filter((name) => name.startsWith('SERVO_') && env[name]);
  if (given.length === 0) return []; // as nearly always
  const read = new Set([...others, ...[...sectionsOfAll, ...sections].flatMap(variablesOfSection)]);
  return given
    .filter((name) => !read.has(name) && !isServiceVariable(name, env))
    .flatMap((variable) => {
      const nearest = nearestVariable(variable, [...read]);
      return nearest === undefined ? [] : [{ variable, nearest }];
    });
}

function variablesOfSection({ key, schema }: VariableSection): readonly string[] {
  return variablesOf(inputJsonSchema(schema) ?? {}, key);
}

/** Compares behind the words that the names have in common, which would make long names alike. */
function nearestVariable(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(...known.map((each) => commonWords(name, each)));
  const peers = known.filter((each) => commonWords(name, each) === most).map((each) => each.slice(most));
  const nearest = nearestName(name.slice(most), peers);
  return nearest && name.slice(0, most) + nearest;
}

/** How long the words are that two names begin with, the last `_` included. */
function commonWords(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.lastIndexOf('_', length - 1) + 1;
}
