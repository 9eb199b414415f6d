import { z } from '../../zod.js';

/** The form of the manifest that this version knows. */
export const manifestVersion = 1;

/** One connector of a package, as its package.json announces it. */
export const connectorManifest = z.strictObject({
  entry: z.string().regex(/^\.\/(?!(?:.*\/)?\.\.\/).+$/, 'expected a file below the package such as ./dist/index.js'),
  export: z.string().regex(/^[A-Za-z_$][\w$]*$/, 'expected the name of an export'),
  description: z.string().default(''),
  maturity: z.enum(['experimental', 'stable', 'robust']).default('experimental'),
  commands: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.string()).default({}),
});

/** The field `servo` of a package.json; `manifest.schema.json` says the same to editors. */
export const servoManifest = z.strictObject({
  manifest: z.literal(manifestVersion),
  connectors: z
    .record(z.string(), connectorManifest)
    .refine((connectors) => Object.keys(connectors).length > 0, 'expected at least one connector'),
});
