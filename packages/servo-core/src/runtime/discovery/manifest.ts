import { z } from 'zod';

/** The form of the manifest that this version knows. */
export const manifestVersion = 1;

/** One connector of a package, as its package.json announces it. */
export const connectorManifest = z.strictObject({
  entry: z.string().min(1),
  export: z.string().min(1),
  description: z.string().default(''),
  maturity: z.enum(['experimental', 'stable', 'robust']).default('experimental'),
  commands: z.record(z.string(), z.string()).default({}),
});

/** The field `servo` of a package.json. */
export const servoManifest = z.strictObject({
  manifest: z.literal(manifestVersion),
  connectors: z.record(z.string(), connectorManifest),
});

/** As much of a package.json as discovery reads. */
export interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly servo?: unknown;
}
