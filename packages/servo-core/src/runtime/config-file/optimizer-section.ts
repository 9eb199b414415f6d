import type { ConfigSchema } from '../../config/config-schema.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import {
  appdynamicsOptimizerConfig,
  embeddedOptimizerConfig,
  type OptimizerConfig,
  opsaniOptimizerConfig,
} from '../../optimizer/optimizer-config.js';
import type { ConfigSection } from './config-section.js';
import { describeValue } from './expectation.js';
import { environmentName } from './key-names.js';
import { nearestName } from '../../errors/nearest-name.js';
import { variableProblem } from './variable-problem.js';
import { validateSection, type ValidateOptions } from './validate-section.js';

type Kind = OptimizerConfig['kind'];
type Environment = Readonly<Record<string, string | undefined>>;

/** The schema of each kind of optimizer. */
export const optimizerSchemas: Readonly<Record<Kind, ConfigSchema>> = {
  embedded: embeddedOptimizerConfig,
  opsani: opsaniOptimizerConfig,
  appdynamics: appdynamicsOptimizerConfig,
};

/** The variables by which optimizers have always been named, and the keys that they stand for. */
export const optimizerAliases: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  embedded: {},
  opsani: {
    OPSANI_OPTIMIZER: 'id',
    OPSANI_TOKEN: 'token',
    OPSANI_TOKEN_FILE: 'token_file',
    OPSANI_BASE_URL: 'base_url',
    OPSANI_URL: 'url',
  },
  appdynamics: {
    APPD_OPTIMIZER_ID: 'optimizer_id',
    APPD_TENANT_ID: 'tenant_id',
    APPD_BASE_URL: 'base_url',
    APPD_CLIENT_ID: 'client_id',
    APPD_CLIENT_SECRET: 'client_secret',
    APPD_CLIENT_SECRET_FILE: 'client_secret_file',
    APPD_CONNECTION_FILE: 'connection_file',
    APPD_TOKEN: 'token',
    APPD_TOKEN_FILE: 'token_file',
    APPD_URL: 'url',
    APPD_TOKEN_URL: 'token_url',
  },
};

/** The keys that tell kinds apart; the first that is given decides. */
const telling: readonly (readonly [key: string, kind: Kind])[] = [
  ['minimize', 'embedded'],
  ['maximize', 'embedded'],
  ['optimizer_id', 'appdynamics'],
  ['connection_file', 'appdynamics'],
  ['tenant_id', 'appdynamics'],
  ['client_id', 'appdynamics'],
  ['client_secret', 'appdynamics'],
  ['client_secret_file', 'appdynamics'],
  ['token_url', 'appdynamics'],
  ['id', 'opsani'],
  ['prices', 'embedded'],
  ['constraints', 'embedded'],
  ['budget', 'embedded'],
  ['promote', 'embedded'],
  ['when_done', 'embedded'],
];

/** The keys of opsani and appdynamics that do not. */
const shared: readonly string[] = ['kind', 'token', 'token_file', 'base_url', 'url'];

/**
 * Reads the optimizer of a servo: its kind is written, or follows from the keys that are there. Answers `undefined`
 * where neither the file nor the environment names one.
 *
 * @throws {@link ConfigurationError} with the problems of that kind of optimizer alone.
 */
export async function readOptimizer(
  section: ConfigSection,
  options: Pick<ValidateOptions, 'env' | 'cwd' | 'onOverride' | 'onSecretFile' | 'onChecked'>,
): Promise<OptimizerConfig | undefined> {
  const { value, source, path } = section;
  if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value)))
    throw new ConfigurationError([
      source.problem(
        path,
        {
          message: 'has a wrong value',
          expected: 'a mapping',
          found: Array.isArray(value) ? 'a list' : 'a single value', // it may be a token
        },
        { hidden: [path] },
      ),
    ]);
  const written = { ...value } as Readonly<Record<string, unknown>>; // the line asks
  const kind = kindOf(written, section, options.env);
  if (!kind) return undefined;
  const config = await validateSection(
    { ...section, value: { ...written, kind } },
    { ...options, schema: optimizerSchemas[kind], key: 'optimizer', aliases: optimizerAliases[kind] },
  );
  return config as OptimizerConfig; // the schema's output
}

function kindOf(
  written: Readonly<Record<string, unknown>>,
  { source, path }: ConfigSection,
  env: Environment,
): Kind | undefined {
  const variable = environmentName('optimizer', 'kind');
  const kind = env[variable] || written['kind'];
  if (kind !== undefined && !isKind(kind)) {
    const nearest = typeof kind === 'string' ? nearestName(kind, Object.keys(optimizerSchemas)) : undefined;
    const problem = {
      message: 'has a wrong value',
      expected: `one of ${Object.keys(optimizerSchemas).join(', ')}`,
      found: describeValue(kind),
      ...(nearest !== undefined && { hint: `did you mean "${nearest}"?` }),
    };
    throw new ConfigurationError([
      env[variable]
        ? variableProblem({ name: variable, text: env[variable] }, problem)
        : source.problem([...path, 'kind'], problem),
    ]);
  }
  return kind ?? inferKind(written, env);
}

function inferKind(written: Readonly<Record<string, unknown>>, env: Environment): Kind | undefined {
  const keys = new Set([...Object.keys(written), ...wholeKeys(env)]);
  const told = telling.find(([key]) => keys.has(key) || env[environmentName('optimizer', key)]);
  if (told) return told[1];
  const meant = [...keys].map((key) => misspelt(key)).find((kind) => kind !== undefined);
  if (meant) return meant;
  const named = (['opsani', 'appdynamics'] as const).find((kind) =>
    Object.keys(optimizerAliases[kind]).some((name) => env[name]),
  );
  if (named) return named;
  const prefix = `${environmentName('optimizer')}_`;
  const any = keys.size > 0 || Object.keys(env).some((name) => name.startsWith(prefix) && env[name]);
  return any ? 'opsani' : undefined;
}

/** The kind that a key tells by what it most likely stands for, so that its problems are those of that kind. */
function misspelt(key: string): Kind | undefined {
  const nearest = nearestName(key, [...shared, ...telling.map(([name]) => name)]);
  return telling.find(([name]) => name === nearest)?.[1];
}

/** The keys that `SERVO_OPTIMIZER` gives; whether it is a mapping is checked with the rest. */
function wholeKeys(env: Environment): readonly string[] {
  try {
    return Object.keys((JSON.parse(env[environmentName('optimizer')] || '{}') as object | null) ?? {}); // any JSON
  } catch {
    return ['']; // it is given, whatever it is
  }
}

function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(optimizerSchemas, value);
}
