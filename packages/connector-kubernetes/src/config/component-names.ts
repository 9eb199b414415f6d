import type { ContainerConfig, WorkloadConfig } from './workload-config.js';

/** Returns the name of a container's component. */
export function componentNameOf({ name }: { readonly name: string }, container: ContainerConfig): string {
  return container.alias ?? `${name}/${container.name}`;
}

/** Returns the name of the component of a workload's tuning pod; `undefined` for one without. */
export function tuningComponentOf({
  name,
  strategy,
  containers: [container],
}: Pick<WorkloadConfig, 'name' | 'strategy' | 'containers'>): string | undefined {
  const type = typeof strategy === 'string' ? strategy : strategy.type;
  if (type !== 'canary' || !container) return undefined;
  const alias = typeof strategy === 'object' && 'alias' in strategy ? strategy.alias : undefined;
  return alias ?? `${name}/${container.name}-tuning`;
}
