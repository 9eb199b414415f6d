import { FakeClock } from '@servo/testing';
import { expect, test, vi } from 'vitest';
import { StubApiServer, type StubAnswer } from '../../test/support/stub-api-server.js';
import { rejected } from './trouble.js';
import { troubleError } from './trouble-error.js';

const workload = { namespace: 'shop', logsInErrors: true };
const pods = ['web-1', 'web-2', 'web-3', 'web-4'];
const containers = pods.map((pod) => ({ pod, container: 'main', restarted: pod !== 'web-1' }));
const trouble = { ...rejected('unstable', 'web crashed'), containers };

/** Makes the error of a trouble with the logs of an API server that answers so. */
const setUp = async (answer: StubAnswer) => {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await StubApiServer.start(answer));
  const clock = new FakeClock();
  const api = stack.use(server.client(clock));
  const end = new AbortController();
  const made = troubleError(trouble, { api, workload, clock, signal: end.signal });
  return { made, server, clock, end, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
};

test('troubleError() tells the end of the logs of three containers', async () => {
  await using found = await setUp((line, response) => response.end(/pods\/web-1/.test(line) ? 'out of heap\n' : ''));
  expect(await found.made).toMatchObject({
    code: 'ADJUSTMENT_REJECTED',
    reason: 'unstable',
    message:
      'web crashed' +
      '\n--- log of web-1 main\nout of heap' +
      '\n--- log of web-2 main before the restart\n(empty)' +
      '\n--- log of web-3 main before the restart\n(empty)',
  });
});

test.each([
  ['fails', 500, 'the node is away'],
  ['is forbidden', 403, 'pods "web-1" is forbidden'],
  ['is busy', 429, 'too many requests'],
])('troubleError() tells the trouble where reading the log %s, and asks for it once', async (_, status, message) => {
  await using found = await setUp((__, response) => response.writeHead(status).end(JSON.stringify({ message })));
  expect(await found.made).toMatchObject({
    code: 'ADJUSTMENT_REJECTED',
    reason: 'unstable',
    message: expect.stringMatching(`^web crashed\n--- log of web-1 main\n.cannot be read: ${message}.\n`),
  });
  expect(found.server.requests).toHaveLength(3);
});

test('troubleError() waits three seconds for all logs together, and tells those that came', async () => {
  await using found = await setUp((line, response) => {
    if (line.includes('web-2')) response.write('half of'); // and nothing more
    if (line.includes('web-3')) response.end('done');
  });
  let isMade = false;
  void found.made.then(() => (isMade = true));
  await vi.waitFor(() => expect(found.server.requests).toHaveLength(3));
  await vi.waitFor(() => expect(found.clock.pending).toBe(3)); // all of it, and each that has not come
  await found.clock.advance(2_999);
  expect(isMade).toBe(false);
  await found.clock.advance(1);
  expect((await found.made).message).toBe(
    'web crashed' +
      '\n--- log of web-1 main\n(cannot be read: no answer in 3 s)' +
      '\n--- log of web-2 main before the restart\n(cannot be read: no answer in 3 s)' +
      '\n--- log of web-3 main before the restart\ndone',
  );
});

test('troubleError() tells the trouble at once when all is given up', async () => {
  await using found = await setUp(() => {});
  await vi.waitFor(() => expect(found.server.requests).toHaveLength(3));
  found.end.abort(new Error('the run ends'));
  expect((await found.made).message).toContain('web crashed\n--- log of web-1 main\n(cannot be read: the run ends)');
});

test('troubleError() reads no logs that are not wanted', async () => {
  const log = vi.fn();
  const options = { api: { log }, workload: { ...workload, logsInErrors: false }, clock: new FakeClock() };
  const error = await troubleError(trouble, { ...options, signal: new AbortController().signal });
  expect(error.message).toBe('web crashed');
  expect(log).not.toHaveBeenCalled();
});
