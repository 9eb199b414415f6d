import { expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { Secret } from '../../config/secret.js';
import { fixedDestination } from '../optimizer-client/destination.js';
import type { PostAnswer, PostRequest } from '../optimizer-client/post.js';
import { pollDiagnostics } from './poll-diagnostics.js';

type Answer = (Pick<PostAnswer, 'status' | 'text'> & { readonly after?: string }) | Error;

const says = (data: string): Answer => ({ status: 200, text: JSON.stringify({ data }) });
const token = new Secret('correct-horse');

/** A poller whose questions are answered one after the other; then nothing is wanted. */
function polled(answers: readonly Answer[], resets: readonly Answer[] = []) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const requests: PostRequest[] = [];
  const left = [...answers];
  const leftOfResets = [...resets];
  const post = async (request: PostRequest): Promise<PostAnswer> => {
    requests.push(request);
    const isReset = request.method === 'PUT' && request.url.endsWith('check');
    const other = (isReset ? leftOfResets.shift() : undefined) ?? says('');
    const answer = request.method === 'GET' ? (left.shift() ?? says('WITHHOLD')) : other;
    if (answer instanceof Error) throw answer;
    const { status, text, after = null } = answer;
    return { status, text, complete: true, headers: { get: (name) => (name === 'retry-after' ? after : null) } };
  };
  const stop = new AbortController();
  const destination = fixedDestination('http://o.invalid/app/servo', async () => ({ authorization: 'Bearer t0ken-1' }));
  const done = pollDiagnostics(
    {
      way: { destination, post, userAgent: 'test' },
      configuration: () => ({
        name: 'shop',
        optimizer: { token: '[secret]' },
        url: `http://x/${token.reveal()}`,
      }),
      logs: () => [
        { time: '1', text: 'first' },
        { time: '1', text: `then ${token.reveal()}` },
        { time: '2', text: 'last' },
      ],
      clock,
      random: () => 0.5,
      logger,
    },
    stop.signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await done;
  });
  return { clock, logger, requests, stop, done };
}

const shown = ({ method, url }: PostRequest): string =>
  `${method} ${url.replace('http://o.invalid/app/assets/opsani.com/', '')}`;

test('pollDiagnostics() asks every minute, beside the URL of the protocol, and proves who asks', async () => {
  const { clock, requests } = polled([]);
  await clock.advance(59_000);
  expect(requests).toEqual([]);
  await clock.advance(121_000);
  expect(requests.map(shown)).toEqual(Array(3).fill('GET diagnostics-check'));
  expect(requests[0]).toMatchObject({ headers: { authorization: 'Bearer t0ken-1', 'user-agent': 'test' } });
  expect(requests[0]).not.toHaveProperty('body');
});

test('pollDiagnostics() sends configuration and logs once when they are wanted, with every secret masked', async () => {
  const { clock, requests } = polled([says('SEND')]);
  await clock.advance(120_000);
  expect(requests.map(shown)).toEqual([
    'GET diagnostics-check',
    'PUT diagnostics-output',
    'PUT diagnostics-check',
    'GET diagnostics-check',
  ]);
  const [, output, reset] = requests;
  expect(JSON.parse(output?.body ?? '')).toEqual({
    data: {
      configmap: { name: 'shop', optimizer: { token: '[secret]' }, url: 'http://x/[secret]' },
      logs: { 1: 'first\nthen [secret]', 2: 'last' },
    },
  });
  expect(reset?.body).toBe('{"data":"WITHHOLD"}');
});

test('pollDiagnostics() sends them once for one wish, also where the optimizer does not let itself be told so', async () => {
  const wishes = [says('SEND'), says('SEND'), says('SEND'), says('WITHHOLD'), says('SEND')];
  const { clock, requests } = polled(wishes, [
    { status: 403, text: '' },
    { status: 500, text: '' },
  ]);
  const outputs = (): number => requests.filter(({ url }) => url.endsWith('output')).length;
  await clock.advance(60_000);
  expect(outputs()).toBe(1);
  await clock.advance(1_200_000);
  expect(requests.filter((each) => each.method === 'PUT').map(shown)).toEqual([
    'PUT diagnostics-output',
    'PUT diagnostics-check',
    'PUT diagnostics-check',
    'PUT diagnostics-check',
    'PUT diagnostics-output',
    'PUT diagnostics-check',
  ]);
});

test('pollDiagnostics() ends when the optimizer wants none any more', async () => {
  const { clock, requests, done } = polled([says('STOP')]);
  await clock.advance(60_000);
  await done;
  expect(requests).toHaveLength(1);
});

test.for<[what: string, answer: Answer]>([
  ['a state that there is not', says('DANCE')],
  ['something else', { status: 200, text: '[]' }],
  ['404, as optimizers do that know of no diagnostics', { status: 404, text: '' }],
])('pollDiagnostics() takes %s for no wish', async ([, answer]) => {
  const { clock, requests } = polled([answer]);
  await clock.advance(120_000);
  expect(requests.map(shown)).toEqual(['GET diagnostics-check', 'GET diagnostics-check']);
});

test.for<[what: string, answer: Answer]>([
  ['500', { status: 500, text: '' }],
  ['no JSON', { status: 200, text: '<html>' }],
  ['no answer', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
])('pollDiagnostics() waits longer and longer after %s, without a loud word', async ([, answer]) => {
  const { clock, requests, logger } = polled(Array<Answer>(6).fill(answer));
  await clock.advance(60_000);
  expect(requests).toHaveLength(1);
  await clock.advance(60_000);
  expect(requests).toHaveLength(1);
  await clock.advance(3_600_000);
  expect(requests.length).toBeGreaterThan(6);
  expect(requests.length).toBeLessThan(60);
  expect(logger.messages('debug').length).toBe(6);
  expect(logger.entries.every(({ level }) => level === 'debug')).toBe(true);
});

test.for([429, 503])('pollDiagnostics() waits as long as %j tells it to', async (status) => {
  const { clock, requests } = polled([{ status, text: '', after: '290' }]);
  await clock.advance(60_000 + 289_000);
  expect(requests).toHaveLength(1);
  await clock.advance(2_000);
  expect(requests).toHaveLength(2);
});

test('pollDiagnostics() ends with the signal, in the middle of a request', async () => {
  const { clock, stop, done } = polled([]);
  await clock.advance(30_000);
  stop.abort();
  await done;
  expect(clock.pending).toBe(0);
});
