import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../../servo-testing/src/recording-logger.js';
import { assembleTexts, deployment, documentOf } from '../../../test/support/assembly.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { processStartTime } from '../state/process-start-time.js';
import { assemble } from './assemble.js';
import type { AssembleOptions } from './assemble-options.js';

/** Makes an assembly whose time stands still and whose messages are kept. */
async function assembled(texts: readonly string[], options: Partial<AssembleOptions> = {}) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  return { clock, logger, ...(await assembleTexts(texts, { clock, logger, ...options })) };
}

async function failure(text: string, env: Readonly<Record<string, string>> = {}): Promise<ConfigurationError> {
  const thrown: unknown = await assembled([text], { env }).catch((error: unknown) => error);
  if (thrown instanceof ConfigurationError) return thrown;
  throw thrown;
}

describe('assemble()', () => {
  test('attaches the connectors of a document in its order, and detaches them in the end', async () => {
    const { assembly, logger } = await assembled(['probe: {}\ntrace: {workers: 2}\n']);
    expect(assembly.servos.map(({ name, connectors }) => [name, connectors])).toEqual([['servo', ['probe', 'trace']]]);
    await assembly[Symbol.asyncDispose]();
    expect(logger.entries.map(({ message, fields }) => [fields['servo'], fields['connector'], message])).toEqual([
      ['servo', 'probe', 'attach'],
      ['servo', 'trace', 'attach'],
      ['servo', 'probe', 'detach'],
      ['servo', 'trace', 'detach'],
    ]);
    expect(assembly.servos).toEqual([]);
  });

  test('uses one connector under several names', async () => {
    const { assembly } = await assembled(['connectors: {eu: trace, us: "@acme/tools/trace"}\nus: {workers: 2}\n']);
    expect(assembly.servos[0]?.connectors).toEqual(['eu', 'us']);
  });

  test('says once where the environment wins, and never with what', async () => {
    const env = { SERVO_TRACE_WORKERS: '8', SERVO_TRACE_TOKEN: 'hunter2', SERVO_NAME: 'other' };
    const { logger } = await assembled(['name: shop\ntrace:\n  workers: 2\n  token: t\n'], { env });
    expect(logger.messages('info').filter((message) => message !== 'attach')).toEqual([
      'SERVO_NAME takes the place of name in servo.yaml:1:7',
      'SERVO_TRACE_WORKERS takes the place of trace.workers in servo.yaml:3:12',
      'SERVO_TRACE_TOKEN takes the place of trace.token in servo.yaml:4:10',
    ]);
    expect(JSON.stringify(logger.entries)).not.toContain('hunter2');
  });
});

test('assemble() warns once of a variable that none of its servos reads, and never with its value', async () => {
  const env = { SERVO_TRACE_WROKERS: 'hunter2', SERVO_PROBE_BASE_URL: 'http://x' };
  const texts = ['name: a\ntrace: {workers: 2}\n', 'name: b\nprobe: {}\ntrace: {workers: 2}\n'];
  const { logger } = await assembled(texts, { env });
  expect(logger.messages('warn')).toEqual([
    'Nothing reads the variable SERVO_TRACE_WROKERS; did you mean SERVO_TRACE_WORKERS?',
  ]);
});

describe('assemble() refuses, with all problems in the order of the file,', () => {
  test('wrong values in several stanzas', async () => {
    const { code, problems } = await failure(
      'probe: {base_url: nope}\nplain: {a: 1}\ntrace:\n  workrs: 2\n  workers: "2"\n',
    );
    expect(code).toBe('CONFIGURATION_INVALID');
    expect(problems.map(({ file, line, column, path }) => `${file}:${line}:${column} ${path}`)).toEqual([
      'servo.yaml:1:19 probe.base_url',
      'servo.yaml:2:9 plain.a',
      'servo.yaml:4:3 trace.workrs',
      'servo.yaml:5:12 trace.workers',
    ]);
  });

  test('connectors that are not installed, where they are asked for', async () => {
    const { code, problems } = await failure('connectors:\n  web: proces\n  load: "@acme/load/locust"\n');
    expect(code).toBe('CONNECTOR_NOT_INSTALLED');
    expect(problems).toMatchObject([
      { file: 'servo.yaml', line: 2, column: 8, path: 'connectors.web', hint: expect.stringContaining('npm install') },
      { file: 'servo.yaml', line: 3, column: 9, path: 'connectors.load', hint: expect.stringContaining('@acme/load') },
    ]);
  });

  test.for<[text: string, code: string, place: object]>([
    ['connectors: [trace, unbuilt]\n', 'CONNECTOR_ENTRY_MISSING', { line: 1, column: 21, path: 'connectors[1]' }],
    ['unbuilt: {}\n', 'CONNECTOR_ENTRY_MISSING', { line: 1, column: 1, path: 'unbuilt' }],
    ['connectors: {a: misnamed}\n', 'CONNECTOR_EXPORT_MISSING', { line: 1, column: 17, path: 'connectors.a' }],
  ])('what cannot be used: %j', async ([text, code, place]) => {
    const error = await failure(text);
    expect(error).toMatchObject({ code, hint: expect.any(String), problems: [{ file: 'servo.yaml', ...place }] });
    expect(error.message).not.toContain(error.hint); // it is shown on a line of its own
  });

  test('a connector that only the environment asks for', async () => {
    expect(await failure('', { SERVO_CONNECTORS: '["locust"]' })).toMatchObject({
      code: 'CONNECTOR_NOT_INSTALLED',
      problems: [{ path: 'SERVO_CONNECTORS[0]' }],
      hint: 'npm install --save-exact @servo/connector-locust',
    });
  });

  test('problems of several kinds', async () => {
    const error = await failure('connectors: [trace, locust, unbuilt]\ntrace: {workers: 0}\n');
    expect([error.code, error.problems.map(({ line, path }) => [line, path])]).toEqual([
      'CONFIGURATION_INVALID',
      [
        [1, 'connectors[1]'],
        [1, 'connectors[2]'],
        [2, 'trace.workers'],
      ],
    ]);
  });
});

describe('assemble() refuses', () => {
  test('two connectors under one name', async () => {
    const document = await documentOf('trace: {}\n');
    const { connectors } = document;
    const cwd = deployment();
    const twice = { ...document, connectors: [...connectors, ...connectors] };
    await expect(assemble({ documents: [twice], env: {}, cwd, stateDir: join(cwd, '.servo') })).rejects.toMatchObject({
      code: 'CONNECTOR_NAME_TAKEN',
    });
  });

  test.for([
    ['metrics', 'METRIC_CLAIMED_TWICE'],
    ['components', 'COMPONENT_CLAIMED_TWICE'],
  ] as const)('two connectors with the same %s', async ([what, code]) => {
    const text = `trace: {${what}: [a, b]}\nprobe: {${what}: [c, b]}\n`;
    await expect(assembled([text])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/"trace" and "probe".*"b"/),
      hint: expect.any(String),
    });
  });

  test('no connector that merely fails to say what it measures', async () => {
    const { assembly } = await assembled(['trace: {fail: metrics}\nprobe: {metrics: [a]}\n']);
    expect(assembly.servos[0]?.connectors).toEqual(['trace', 'probe']);
  });

  test('two servos of one name', async () => {
    await expect(assembled(['name: shop\n', 'name: shop\n'])).rejects.toMatchObject({
      code: 'SERVO_NAME_TAKEN',
      message: 'There is already a servo "shop"',
    });
  });

  test('to go on when its signal is aborted, and leaves nothing behind', async () => {
    const cwd = deployment();
    const reason = new Error('enough');
    await expect(assembled(['trace: {}\n'], { cwd, signal: AbortSignal.abort(reason) })).rejects.toThrow('enough');
    expect(existsSync(join(cwd, '.servo/lock.json'))).toBe(false);
  });
});

describe('assemble() and the state directory:', () => {
  test('it is this process that holds it until the end', async () => {
    const { assembly, stateDir } = await assembled(['']);
    expect(JSON.parse(readFileSync(join(stateDir, 'lock.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    await assembly[Symbol.asyncDispose]();
    expect(existsSync(join(stateDir, 'lock.json'))).toBe(false);
  });

  test('another process that holds it is named', async () => {
    const stateDir = temporaryFolder({
      'lock.json': { pid: process.ppid, started: (await processStartTime(process.ppid)) ?? '' },
    });
    await expect(assembled([''], { stateDir })).rejects.toMatchObject({
      code: 'STATE_LOCKED',
      message: expect.stringContaining(`Process ${process.ppid} `),
    });
  });

  test('what only looks takes none, and needs none', async () => {
    const { stateDir } = await assembled(['trace: {}\n']);
    const { assembly } = await assembled(['trace: {}\n'], { stateDir, readOnly: true });
    await assembly[Symbol.asyncDispose]();
    expect(existsSync(join(stateDir, 'lock.json'))).toBe(true);
  });

  test('a lock that a killed servo left is taken over', async () => {
    const stateDir = temporaryFolder({ 'lock.json': { pid: process.ppid, started: 'boot:1' } });
    await assembled([''], { stateDir });
    expect(JSON.parse(readFileSync(join(stateDir, 'lock.json'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  test('one that cannot be written is refused', async () => {
    const cwd = deployment();
    writeFileSync(join(cwd, '.servo'), 'a file');
    await expect(assembled([''], { cwd })).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  });

  test('it is given back, and what was attached is detached, when a start fails', async () => {
    const cwd = deployment();
    const text = 'trace: {}\nprobe: {fail: attach}\n';
    const logger = recordingLogger();
    await expect(assembled([text], { cwd, logger })).rejects.toThrow('no attach');
    expect(logger.messages()).toEqual(['attach', 'detach']);
    expect(existsSync(join(cwd, '.servo/lock.json'))).toBe(false);
  });
});
