import type { Container, WorkloadObject } from '../api/objects.js';
import { parseQuantity } from '../quantity/quantity.js';

/** One value of a workload that the connector may write; `null` stands for a value that is absent. */
export type Field =
  | { readonly at: 'replicas'; readonly value: number }
  | {
      readonly at: 'requests' | 'limits' | 'env';
      readonly container: string;
      /** `cpu`, `memory`, or the name of a variable. */
      readonly name: string;
      readonly value: string | null;
    };

/** What is sent to the API server to change fields, and nothing else. */
export interface WorkloadPatch {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec: { readonly containers: readonly ContainerPatch[] } };
  };
}

interface ContainerPatch {
  readonly name: string;
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string | null>>;
    readonly limits?: Readonly<Record<string, string | null>>;
  };
  readonly env?: readonly EnvironmentPatch[];
}

type EnvironmentPatch =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly $patch: 'delete' };

/** Returns the same fields with the values that a workload has now. */
export function currentFields(workload: WorkloadObject, fields: readonly Field[]): readonly Field[] {
  return fields.map((field) => {
    if (field.at === 'replicas') return { ...field, value: workload.spec.replicas ?? 1 };
    const container = workload.spec.template.spec.containers.find(({ name }) => name === field.container);
    return { ...field, value: valueOf(container, field) ?? null };
  });
}

/** Whether both name the same place of a workload. */
export function isSamePlace(one: Field, other: Field): boolean {
  return placeOf(one) === placeOf(other);
}

/** Returns those fields whose value differs from the workload's. */
export function differingFields(workload: WorkloadObject, fields: readonly Field[]): readonly Field[] {
  const current = currentFields(workload, fields);
  return fields.filter((field, index) => !isSameValue(field, current[index]));
}

/** Makes the patch that gives a workload these fields. */
export function patchOf(fields: readonly Field[], metadata?: WorkloadPatch['metadata']): WorkloadPatch {
  const replicas = fields.find((field) => field.at === 'replicas');
  const others = fields.filter((field) => field.at !== 'replicas');
  const names = [...new Set(others.map(({ container }) => container))];
  const containers = names.map((name) =>
    containerPatch(
      name,
      others.filter(({ container }) => container === name),
    ),
  );
  return {
    ...(metadata && { metadata }),
    spec: {
      ...(replicas && { replicas: replicas.value }),
      ...(containers.length > 0 && { template: { spec: { containers } } }),
    },
  };
}

/** Reads back what {@link patchOf} wrote. */
export function fieldsOf({ spec }: WorkloadPatch): readonly Field[] {
  const replicas = spec?.replicas === undefined ? [] : [{ at: 'replicas', value: spec.replicas } as const];
  return [...replicas, ...(spec?.template?.spec.containers ?? []).flatMap(containerFields)];
}

/** Returns the workload as it would be with these fields. */
export function withFields(workload: WorkloadObject, fields: readonly Field[]): WorkloadObject {
  const { spec } = workload;
  const replicas = fields.find((field) => field.at === 'replicas')?.value ?? spec.replicas;
  const containers = spec.template.spec.containers.map((container) =>
    fields.reduce<Container>(
      (changed, field) =>
        field.at !== 'replicas' && field.container === changed.name ? withField(changed, field) : changed,
      container,
    ),
  );
  const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
  return { ...workload, spec: { ...spec, ...(replicas !== undefined && { replicas }), template } };
}

function withField(container: Container, { at, name, value }: ContainerField): Container {
  if (at === 'env') {
    const present = container.env ?? [];
    if (value === null) return { ...container, env: present.filter((each) => each.name !== name) };
    const env = present.map((each) => (each.name === name ? { name, value } : each)); // later ones may refer to it
    return { ...container, env: present.some((each) => each.name === name) ? env : [...env, { name, value }] };
  }
  const { [name]: _, ...others } = container.resources?.[at] ?? {};
  const values = value === null ? others : { ...others, [name]: value };
  return { ...container, resources: { ...container.resources, [at]: values } };
}

type ContainerField = Exclude<Field, { readonly at: 'replicas' }>;

function containerPatch(name: string, fields: readonly ContainerField[]): ContainerPatch {
  const values = (at: 'requests' | 'limits'): Readonly<Record<string, string | null>> | undefined => {
    const found = fields.filter((field) => field.at === at);
    return found.length > 0 ? Object.fromEntries(found.map((field) => [field.name, field.value])) : undefined;
  };
  const [requests, limits] = [values('requests'), values('limits')];
  const env = fields
    .filter((field) => field.at === 'env')
    .map((field) =>
      field.value === null
        ? ({ name: field.name, $patch: 'delete' } as const)
        : { name: field.name, value: field.value },
    );
  const resources = { ...(requests && { requests }), ...(limits && { limits }) };
  return { name, ...((requests ?? limits) && { resources }), ...(env.length > 0 && { env }) };
}

function containerFields({ name: container, resources = {}, env = [] }: ContainerPatch): readonly Field[] {
  const required = (['requests', 'limits'] as const).flatMap((at) =>
    Object.entries(resources[at] ?? {}).map(([name, value]) => ({ at, container, name, value })),
  );
  const variables = env.map((each) => ({
    at: 'env' as const,
    container,
    name: each.name,
    value: 'value' in each ? each.value : null,
  }));
  return [...required, ...variables];
}

function valueOf(container: Container | undefined, { at, name }: ContainerField): string | undefined {
  if (at === 'env') {
    const variable = container?.env?.find((each) => each.name === name);
    return variable && !variable.valueFrom ? (variable.value ?? '') : undefined; // the API server leaves out what is empty
  }
  return container?.resources?.[at]?.[name];
}

/** Whether two fields of one place have one value; `500m` and `0.5` are the same. */
export function isSameValue(field: Field, other: Field | undefined): boolean {
  if (field.value === other?.value) return true;
  if (field.at === 'replicas' || field.at === 'env' || field.value === null || other?.value == null) return false;
  return parseQuantity(field.value) === parseQuantity(String(other.value));
}

function placeOf(field: Field): string {
  return field.at === 'replicas' ? field.at : JSON.stringify([field.at, field.container, field.name]);
}
