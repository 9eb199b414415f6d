import { createRequire } from 'node:module';
import { benchOptimizer } from './bench-optimizer.mjs';

/** Commands that a loop of two requests and nothing else gets from the same optimizer in a second: the baseline. */
export async function bareRate(root, loops) {
  const { Agent, request } = createRequire(`${root}packages/servo-core/package.json`)('undici');
  const optimizer = await benchOptimizer('measure');
  await using dispatcher = Object.assign(new Agent(), { [Symbol.asyncDispose]: () => dispatcher.close() });
  const url = `http://127.0.0.1:${optimizer.port}/bare/servo`;
  const say = async (event, param) => {
    const body = JSON.stringify({ event, param, servo_uid: null });
    const headers = { 'content-type': 'application/json' };
    return (await request(url, { method: 'POST', headers, body, dispatcher })).body.json();
  };
  const end = performance.now() + 4_000;
  const loop = async () => {
    let count = 0;
    for (; performance.now() < end; count++) {
      const { cmd_uid } = await say('WHATS_NEXT', null);
      await say('MEASUREMENT', { status: 'ok', cmd_uid });
    }
    return count;
  };
  const counts = await Promise.all(Array.from({ length: loops }, loop));
  optimizer.close();
  return counts.reduce((sum, count) => sum + count, 0) / 4;
}
