import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@servo/core';
import { Servo } from '@servo/core/runtime';
import { recordingLogger } from '@servo/testing';
import { KubernetesConfig } from '../../src/config/kubernetes-config.js';
import { KubernetesConnector } from '../../src/kubernetes-connector.js';

/** Makes a real servo with this connector; it is disposed with the stack. */
export async function sampleServo(config: object, stack: AsyncDisposableStack) {
  const logger = recordingLogger();
  const stateDir = await mkdtemp(join(tmpdir(), 'servo-kubernetes-'));
  const servo = stack.use(new Servo({ name: 'sample', clock: systemClock, logger, env: {}, cwd: stateDir, stateDir }));
  await servo.addConnector({ name: 'kubernetes', type: KubernetesConnector, config: KubernetesConfig.parse(config) });
  return { servo, logger, stateDir };
}
