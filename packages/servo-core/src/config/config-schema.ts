/**
 * The schema of a connector's configuration: any [Standard Schema](https://standardschema.dev), such as zod 4. Servo
 * also reads its JSON Schema, to know keys, defaults and secrets; zod from 4.2 on brings one.
 */
export interface ConfigSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => unknown;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** The type of a validated configuration. */
export type InferConfig<S extends ConfigSchema> = NonNullable<S['~standard']['types']>['output'];
