import type { SettingPlace } from './setting-place.js';

const MULTIPLIER = 'replicas';

/**
 * Finds what each component is multiplied by, as the path of a setting: its own replicas, or those of the component before it
 * that has the same name up to the slash, as `web/proxy` runs as often as `web/main` does.
 */
export function multipliersOf(places: readonly SettingPlace[]): ReadonlyMap<string, string> {
  const own = new Map(
    places.filter(({ setting }) => setting.name === MULTIPLIER).map(({ component, path }) => [component, path]),
  );
  const found = new Map<string, string>();
  const ofGroup = new Map<string, string>();
  for (const { component } of places) {
    const group = groupOf(component);
    const path = own.get(component) ?? (group === undefined ? undefined : ofGroup.get(group));
    if (path === undefined) continue;
    found.set(component, path);
    if (group !== undefined) ofGroup.set(group, path);
  }
  return found;
}

function groupOf(component: string): string | undefined {
  const slash = component.indexOf('/');
  return slash > 0 ? component.slice(0, slash) : undefined;
}
