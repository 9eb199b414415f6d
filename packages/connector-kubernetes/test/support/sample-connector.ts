import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '@servo/core';
import { connectorHost, recordingLogger } from '@servo/testing';
import { KubernetesConfig } from '../../src/config/kubernetes-config.js';
import { KubernetesConnector } from '../../src/kubernetes-connector.js';

const container = {
  name: 'main',
  cpu: { min: '125m', max: '200', step: '125m' },
  memory: { min: '64Mi', max: '256Gi', step: '32Mi' },
};

/** Returns a workload as it may stand in a configuration. */
export function sampleWorkload(overrides: object = {}): object {
  return { name: 'web', replicas: { min: 0, max: 8 }, containers: [container], ...overrides };
}

/** What a {@link sampleConnector} has otherwise than usual. */
export interface SampleOptions {
  /** @default one of its own */
  readonly stateDir?: string;
  readonly clock?: Clock;
}

/** Makes a connector of a real cluster. */
export async function sampleConnector(config: object, { stateDir, clock = systemClock }: SampleOptions = {}) {
  const logger = recordingLogger();
  const folder = stateDir ?? (await mkdtemp(join(tmpdir(), 'servo-kubernetes-')));
  const parsed = KubernetesConfig.parse(config);
  const host = connectorHost({ name: 'kubernetes', config: parsed, clock, logger, stateDir: folder });
  return { connector: new KubernetesConnector(host), logger, host, stateDir: folder };
}
