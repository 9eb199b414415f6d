import type { AppdynamicsOptimizerConfig, OpsaniOptimizerConfig } from '../../optimizer/optimizer-config.js';

/** Where an optimizer listens, and how it is called in messages. */
export interface OptimizerEndpoint {
  readonly id: string;
  /** Without the last part, ending in a slash. */
  readonly url: string;
}

/**
 * Works out where an optimizer listens; an explicit `url` wins.
 *
 * @example
 * optimizerEndpoint({ kind: 'opsani', id: 'example.com/my-app', … }).url;
 * // 'https://api.opsani.com/accounts/example.com/applications/my-app/'
 */
export function optimizerEndpoint(config: OpsaniOptimizerConfig | AppdynamicsOptimizerConfig): OptimizerEndpoint {
  if (config.kind === 'opsani') {
    const [organization, name] = config.id.split('/');
    const derived = `${withoutSlash(config.baseUrl)}/accounts/${organization}/applications/${name}/`;
    return { id: config.id, url: config.url ?? derived };
  }
  const derived = `${withoutSlash(config.baseUrl ?? '')}/rest/optimize/co/v1/optimizers/${config.optimizerId}/`;
  return { id: `${config.tenantId} - ${config.optimizerId}`, url: config.url ?? derived };
}

/** The URL that every request of the protocol goes to. */
export function servoUrl({ url }: OptimizerEndpoint): string {
  return `${url.endsWith('/') ? url : `${url}/`}servo`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}
