import type { Settings } from '@servo/core/wire';

/** Writes settings by their whole names: `web.workers=4 web.cache=2000`. What was changed need not be all that there is. */
export function wholeSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([path, value]) => `${path}=${value}`)
    .join(' ');
}
