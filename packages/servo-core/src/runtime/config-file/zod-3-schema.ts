import { createRequire } from 'node:module';
import type { ConfigSchema } from '../../config/config-schema.js';

const load = createRequire(import.meta.url);

/** Whether a schema is one of zod 3, which does not give its JSON Schema itself. */
export function isZod3(schema: ConfigSchema): boolean {
  const { _def: definition } = schema as { readonly _def?: { readonly typeName?: unknown } }; // as zod 3 makes them
  return schema['~standard'].vendor === 'zod' && typeof definition?.typeName === 'string';
}

/** The JSON Schema of what a user writes, by a schema of zod 3. */
export function zod3InputSchema(schema: ConfigSchema): object {
  const { zodToJsonSchema } = load('zod-to-json-schema') as typeof import('zod-to-json-schema'); // seldom needed
  const form = {
    target: 'jsonSchema2019-09',
    effectStrategy: 'input',
    pipeStrategy: 'input',
    $refStrategy: 'none',
  } as const;
  return zodToJsonSchema(schema as unknown as Parameters<typeof zodToJsonSchema>[0], form); // what isZod3() has seen
}
