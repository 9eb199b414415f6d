import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { command, FakeOptimizer, reply } from '../../../servo-testing/src/fake-optimizer.js';
import { Shutdown } from '../../src/runtime/runner/shutdown.js';
import { assembleTexts } from '../support/assembly.js';

const [sound, broken] = ['example.com/sound', 'example.com/broken'];

test.for([
  ['503', reply.http(503)],
  ['401', reply.http(401)],
  ['410', reply.revoked()],
  ['silence', reply.silence()],
  ['a reset', reply.reset('after')],
  ['what is not JSON', reply.notJson()],
  ['a body of 10 MiB', reply.huge()],
] as const)('Assembly.run() serves one servo as if the other did not get %s for ever', async ([, fault]) => {
  const clock = new FakeClock();
  const optimizer = await FakeOptimizer.listen({ clock });
  onTestFinished(() => optimizer[Symbol.asyncDispose]());
  optimizer.script(sound, [command.describe(), command.sleep(5), command.describe()]);
  optimizer.fault(fault, { servo: broken, times: Infinity });
  const texts = [broken, sound].map((id) =>
    JSON.stringify({ name: id.split('/')[1], connectors: ['plain'], optimizer: optimizer.opsani(id) }),
  );
  const { assembly } = await assembleTexts(texts, { clock, random: () => 0.5 });
  const stop = new AbortController();
  const run = assembly.run({ signal: stop.signal });
  while (optimizer.count('completion', sound) < 2 || optimizer.count('any', broken) < 1) {
    await nextTurn(); // for the sockets
    await clock.advance(10);
  }
  stop.abort(new Shutdown('SIGTERM'));
  await run;
  const said = optimizer.requests('any', sound).map(({ event }) => event);
  expect(said.filter((event) => event !== 'WHATS_NEXT')).toEqual(['HELLO', 'DESCRIPTION', 'DESCRIPTION', 'GOODBYE']);
  expect(optimizer.requests('completion', sound).map(({ param }) => param?.['status'])).toEqual(['ok', 'ok']);
  expect(optimizer.count('completion', broken)).toBe(0);
  optimizer.assertClean();
});
