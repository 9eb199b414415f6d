/** Sends an event that does nothing to some connectors for a while, and returns how many were sent in a second. */
export async function dispatchRate(root, connectors) {
  const { defineConnector, silentLogger, systemClock } = await import(`${root}packages/servo-core/dist/index.js`);
  const { Servo } = await import(`${root}packages/servo-core/dist/runtime.js`);
  const options = { name: 'bench', clock: systemClock, logger: silentLogger, env: {}, cwd: root, stateDir: root };
  const servo = new Servo(options); // without an adjustment it writes nothing into its state directory
  const type = defineConnector({ on: { promote() {} } });
  for (let index = 0; index < connectors; index++) await servo.addConnector({ name: `c${index}`, type, config: {} });
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const count = 30_000;
    const start = performance.now();
    for (let index = 0; index < count; index++) await servo.dispatch('promote', undefined);
    best = Math.max(best, (count * 1_000) / (performance.now() - start));
  }
  await servo[Symbol.asyncDispose]();
  return best;
}
