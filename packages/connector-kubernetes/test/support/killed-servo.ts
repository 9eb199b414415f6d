import type { HttpApi } from '../../src/api/http-api.js';
import { leases } from '../../src/api/resource.js';
import { ServoDeployment } from './servo-command.js';
import { TestNamespace } from './test-namespace.js';

/** What a servo does, and when it is killed. */
export interface KilledServoOptions {
  readonly api: HttpApi;
  /** Where the Deployment "web" begins otherwise than usual. */
  readonly begins?: Parameters<TestNamespace['deployment']>[0];
  /** The section of the connector, beside the namespace. */
  readonly kubernetes: object;
  /** What `servo` is called with. */
  readonly args: readonly string[];
  /** Whether it has come so far. */
  readonly reached: (space: TestNamespace) => Promise<boolean>;
}

/** Lets a real servo act on a Deployment of its own, and kills it at one moment. */
export async function killedServo({ api, begins, kubernetes, args, reached }: KilledServoOptions) {
  const space = await TestNamespace.create(api);
  await space.deployment(begins);
  const section = { namespace: space.name, settlement: '3s', timeout: '60s', ...kubernetes };
  const deployment = await ServoDeployment.create({ connectors: ['kubernetes'], kubernetes: section });
  const command = deployment.start(...args);
  let isOver = false;
  void command.ended.then(() => (isOver = true));
  while (!(await reached(space))) if (isOver) throw new Error((await command.ended).output);
  command.process.kill('SIGKILL');
  await command.ended;
  return { space, deployment };
}

/** Whether somebody has the right to tune a workload of the namespace. */
export async function hasLease(api: HttpApi, { name: namespace }: TestNamespace): Promise<boolean> {
  return (await api.list({ resource: leases, namespace }, AbortSignal.timeout(5_000))).items.length > 0;
}

/** Lets the Lease of a killed servo be over. */
export async function endLease(api: HttpApi, { name: namespace }: TestNamespace): Promise<void> {
  const key = { resource: leases, namespace, name: 'servo-deployment-web' };
  const spec = { renewTime: '2026-01-01T00:00:00.000000Z' };
  await api.patch(key, { spec }, { signal: AbortSignal.timeout(5_000) });
}
