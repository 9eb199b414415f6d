import {
  type Adjustment,
  AdjustmentRejectedError,
  component,
  type Component,
  cpuSetting,
  environmentEnumSetting,
  environmentRangeSetting,
  memorySetting,
  replicasSetting,
  type Setting,
} from '@servo/core';
import type { Container, WorkloadObject } from '../api/objects.js';
import type { EnvironmentConfig } from '../config/environment-config.js';
import type { Requirement, ResourceConfig } from '../config/resource-config.js';
import { componentNameOf } from '../config/component-names.js';
import { type Workload, workloadText } from '../config/workload.js';
import type { ContainerConfig } from '../config/workload-config.js';
import { formatCores, isWholeMillicores } from '../quantity/cpu.js';
import { bytesOf, gibibytesOf, memoryQuantity } from '../quantity/memory.js';
import { quantityNumber } from '../quantity/quantity.js';
import { currentFields, type Field, withFields } from '../writing/fields.js';
import { recordedFields } from '../writing/record.js';

const requirements = { request: 'requests', limit: 'limits' } as const;

/** Returns the components of a workload, one for each container, with the values of `object`; the first has the replicas. */
export function componentsOf(workload: Workload, object: WorkloadObject): readonly Component[] {
  return workload.containers.map((config, index) => {
    const container = containerOf(workload, object, config.name);
    const { cpu, memory } = config;
    const replicas = replicasSetting({ ...workload.replicas, value: object.spec.replicas ?? 1 });
    return component(componentNameOf(workload, config), [
      cpuSetting({ ...boundsOf(cpu), value: resourceValue(container, 'cpu', cpu.get) }),
      memorySetting({ ...boundsOf(memory), value: inGibibytes(resourceValue(container, 'memory', memory.get)) }),
      ...(index === 0 ? [stepless(replicas)] : []),
      ...config.env.map((variable) => environmentSetting(variable, container)),
    ]);
  });
}

/**
 * Returns the fields that adjustments of this workload set; those of other components are left out.
 *
 * A value that a setting had before the first adjustment gives back exactly what was there: request and limit may have
 * differed, while an adjustment sets both.
 */
export function fieldsFor(
  workload: Workload,
  object: WorkloadObject,
  adjustments: readonly Adjustment[],
): readonly Field[] {
  const original = withFields(object, recordedFields(object));
  const described = componentsOf(workload, original);
  return workload.containers.flatMap((config, index) => {
    const name = componentNameOf(workload, config);
    const own = adjustments.filter(({ component: owner }) => owner === name);
    if (own.length === 0) return [];
    const container = containerOf(workload, object, config.name);
    return own.flatMap((adjustment) => {
      const fields = fieldsOfOne(adjustment, { config, container, hasReplicas: index === 0 });
      const isAsBefore = findSetting(described, name, adjustment.setting)?.value === adjustment.value;
      return isAsBefore ? currentFields(original, fields) : fields;
    });
  });
}

function findSetting(components: readonly Component[], name: string, setting: string): Setting | undefined {
  const owner = components.find((each) => each.name === name);
  return owner?.settings.find((each) => each.name === setting);
}

/** Returns the value of the first requirement that is set: cores or bytes. */
export function resourceValue(
  { resources }: Container,
  name: 'cpu' | 'memory',
  get: readonly Requirement[],
): number | undefined {
  const texts = get.map((requirement) => resources?.[requirements[requirement]]?.[name]);
  const found = texts.find((text) => text !== undefined);
  return found === undefined ? undefined : quantityNumber(found);
}

/** Finds a container in the template. */
export function containerOf(workload: Workload, { spec }: WorkloadObject, name: string): Container {
  const { containers } = spec.template.spec;
  const found = containers.find((each) => each.name === name);
  if (found) return found;
  const names = containers.map((each) => `"${each.name}"`).join(', ');
  throw new AdjustmentRejectedError(`${workloadText(workload)} has no container named "${name}" (found ${names})`, {
    reason: 'container-not-found',
    hint: 'Correct the name in servo.yaml.',
  });
}

interface Place {
  readonly config: ContainerConfig;
  readonly container: Container;
  readonly hasReplicas: boolean;
}

function fieldsOfOne({ setting, value }: Adjustment, { config, container, hasReplicas }: Place): readonly Field[] {
  const at = { container: config.name };
  if (setting === 'cpu') {
    const text = coresText(Number(value));
    return config.cpu.set.map((each) => ({ ...at, at: requirements[each], name: 'cpu', value: text }));
  }
  if (setting === 'mem') {
    const text = memoryQuantity(bytesOf(Number(value)));
    return config.memory.set.map((each) => ({ ...at, at: requirements[each], name: 'memory', value: text }));
  }
  if (setting === 'replicas' && hasReplicas) return [{ at: 'replicas', value: Math.trunc(Number(value)) }];
  const variable = config.env.find(({ name }) => name === setting);
  if (!variable)
    throw new AdjustmentRejectedError(`failed adjustment of unsupported Kubernetes setting '${setting}'`, {
      reason: 'invalid-adjustment',
    });
  const { name, literal = name } = variable;
  if (container.env?.some((each) => each.name === literal && each.valueFrom))
    throw new AdjustmentRejectedError(
      `The variable ${literal} of ${config.name} comes from a valueFrom, which is left alone`,
      {
        reason: 'invalid-adjustment',
        hint: 'Give the variable a plain value, or take it out of "env" in servo.yaml.',
      },
    );
  return [{ ...at, at: 'env', name: literal, value: String(value) }];
}

function coresText(cores: number): string {
  if (isWholeMillicores(cores)) return formatCores(cores);
  throw new AdjustmentRejectedError(
    `Kubernetes does not support CPU precision lower than 1m (one millicore). Found ${cores}`,
    { reason: 'invalid-adjustment' },
  );
}

function environmentSetting(config: EnvironmentConfig, { env = [] }: Container): Setting {
  const { name, literal = name, pinned, unit } = config;
  const value = env.find((each) => each.name === literal)?.value;
  const shared = { literal, pinned, ...(unit !== undefined && { unit }) };
  if (config.type === 'enum') {
    const isKnown = value !== undefined && config.values.includes(value);
    return environmentEnumSetting(name, { ...shared, values: config.values, ...(isKnown && { value }) });
  }
  const { min, max, step, valueType } = config;
  const isNumber = value !== undefined && value.trim() !== '' && Number.isFinite(Number(value));
  const fits = isNumber && (valueType !== 'int' || Number.isInteger(Number(value)));
  return environmentRangeSetting(name, {
    ...shared,
    min,
    max,
    step: min === max ? 0 : step,
    ...(valueType && { valueType }),
    ...(fits && { value: Number(value) }),
  });
}

function boundsOf({ min, max, step, pinned }: ResourceConfig): Pick<ResourceConfig, 'min' | 'max' | 'step' | 'pinned'> {
  return { min, max, step: min === max ? 0 : step, pinned };
}

function stepless<S extends { readonly min: number; readonly max: number; readonly step: number }>(setting: S): S {
  return setting.min === setting.max ? { ...setting, step: 0 } : setting;
}

function inGibibytes(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : gibibytesOf(BigInt(Math.ceil(bytes)));
}
