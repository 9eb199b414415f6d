import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigSchema } from '../../config/config-schema.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { ServoError } from '../../errors/servo-error.js';
import {
  appdynamicsOptimizerConfig,
  embeddedOptimizerConfig,
  type OptimizerConfig,
  opsaniOptimizerConfig,
} from '../../optimizer/optimizer-config.js';
import { type ConfigSection, validateSection } from './validate-section.js';

type Kind = OptimizerConfig['kind'];
type Environment = Readonly<Record<string, string | undefined>>;

const schemas: Readonly<Record<Kind, ConfigSchema>> = {
  embedded: embeddedOptimizerConfig,
  opsani: opsaniOptimizerConfig,
  appdynamics: appdynamicsOptimizerConfig,
};

/** The variables by which optimizers have always been named, and the keys that they stand for. */
const variables: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  embedded: {},
  opsani: { OPSANI_OPTIMIZER: 'id', OPSANI_TOKEN: 'token', OPSANI_BASE_URL: 'base_url', OPSANI_URL: 'url' },
  appdynamics: {
    APPD_OPTIMIZER_ID: 'optimizer_id',
    APPD_TENANT_ID: 'tenant_id',
    APPD_BASE_URL: 'base_url',
    APPD_CLIENT_ID: 'client_id',
    APPD_CLIENT_SECRET: 'client_secret',
    APPD_CONNECTION_FILE: 'connection_file',
    APPD_TOKEN: 'token',
    APPD_URL: 'url',
    APPD_TOKEN_URL: 'token_url',
  },
};

/**
 * Reads the optimizer of a servo: its kind is written, or follows from the keys that are there. Answers `undefined`
 * where neither the file nor the environment names one.
 */
export async function readOptimizer(
  section: ConfigSection,
  { env, cwd }: { readonly env: Environment; readonly cwd: string },
): Promise<OptimizerConfig | undefined> {
  const { value, source, path } = section;
  if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value)))
    throw new ConfigurationError([
      source.problem(path, { message: 'has a wrong value', expected: 'a mapping', found: JSON.stringify(value) }),
    ]);
  const written = { ...value } as Readonly<Record<string, unknown>>; // the line asks
  const kind = kindOf(written, section, env);
  if (!kind) return undefined;
  const filled = { ...written, ...identity(kind, env, cwd), kind };
  const schema = schemas[kind];
  return (await validateSection(
    { ...section, value: filled },
    { schema, env, key: 'optimizer', cwd },
  )) as OptimizerConfig; // the schema's output
}

function kindOf(
  written: Readonly<Record<string, unknown>>,
  { source, path }: ConfigSection,
  env: Environment,
): Kind | undefined {
  const { kind } = written;
  if (kind !== undefined && !Object.hasOwn(schemas, String(kind)))
    throw new ConfigurationError([
      source.problem([...path, 'kind'], {
        message: 'has a wrong value',
        expected: `one of ${Object.keys(schemas).join(', ')}`,
        found: JSON.stringify(kind),
      }),
    ]);
  if (kind !== undefined) return kind as Kind; // one of the keys of the schemas
  if ('minimize' in written || 'maximize' in written) return 'embedded';
  const named = (of: Kind): boolean => Object.keys(variables[of]).some((name) => env[name] !== undefined);
  if (['optimizer_id', 'connection_file', 'tenant_id'].some((key) => key in written)) return 'appdynamics';
  if (Object.keys(written).length > 0 || named('opsani')) return 'opsani';
  return named('appdynamics') ? 'appdynamics' : undefined;
}

function identity(kind: Kind, env: Environment, cwd: string): Readonly<Record<string, string>> {
  const found = Object.fromEntries(
    Object.entries(variables[kind]).flatMap(([name, key]) => (env[name] === undefined ? [] : [[key, env[name]]])),
  );
  const file = kind === 'opsani' ? env['OPSANI_TOKEN_FILE'] : undefined;
  return file === undefined ? found : { ...found, token: readToken(resolve(cwd, file)) };
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ServoError(
      'CONFIGURATION_SECRET_FILE',
      `OPSANI_TOKEN_FILE cannot be read: ${ServoError.from(error).message}`,
      { cause: error },
    );
  }
}
