import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, ServoError } from '@servo/core';
import { configurationInForce, discover, loadDocuments, readConfigFile } from '@servo/core/documents';
import fc from 'fast-check';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { configurationYaml, literal } from '../../src/config/configuration-yaml.js';
import { nested } from '../../src/config/nested.js';
import { errorText } from '../../src/output/error-text.js';
import { paint } from '../../src/output/paint.js';
import { packages, temporaryFolder } from '../support/deployment.js';

const root = join(packages, '..');
const quickstart = join(root, 'examples/quickstart');
const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const bounds = { seed: 20260101, interruptAfterTimeLimit: 12_000, markInterruptAsFailure: false, numRuns: 4_000 };

/** The configurations of the examples and of the documentation; `{ … }` stands there for what is left out. */
const originals: readonly string[] = [
  `name: shop
settings: {grace: "\${X}s", telemetry: "\${NO:-true}"}
connectors: {load: autocannon}
load:
  url: 'http://127.0.0.1/$\${X}'
  rate: \${X}0
  headers: {x-a: 'a$\${b} \${X}', n: "1"}
`,
  readFileSync(join(quickstart, 'servo.yaml'), 'utf8'),
  ...['docs/configuration.md', 'docs/operating.md'].flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) =>
      text.replaceAll('{ … }', '{}'),
    ),
  ),
];

interface Edit {
  readonly unit: 'character' | 'line' | 'token';
  readonly kind: 'delete' | 'insert' | 'duplicate' | 'replace';
  /** Where, in millionths of the text. */
  readonly at: number;
  readonly what: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  unit: fc.constantFrom('character', 'line', 'token'),
  kind: fc.constantFrom('delete', 'insert', 'duplicate', 'replace'),
  at: fc.noBias(fc.nat(999_999)), // a double would nearly always be next to 0, and every edit at the start
  what: fc.oneof(
    fc.constantFrom(
      ...'{}[]:,&*!|>%@`"\'#-?\t\n\r '.split(''),
      '${',
      '${X}',
      '<<: *a',
      '&a ',
      '*a',
      '---\n',
      ' ',
      '\n',
      ' # c',
      '1',
      'a',
      ' ${X}',
      'a${X}',
      '$${X}',
      'null',
      '~',
      '\u0000',
      '\u2028',
    ),
    fc.string({ maxLength: 6, unit: 'binary' }),
  ),
});

function edited(text: string, { unit, kind, at, what }: Edit): string {
  const split = { character: /(?=[^])/u, line: /(?<=\n)/, token: /(?<=\b)|(?=\b)/ }[unit];
  const parts = text.split(split);
  const index = Math.floor((at / 1_000_000) * parts.length);
  const part = parts[index] ?? '';
  parts.splice(index, 1, ...{ delete: [], insert: [what, part], duplicate: [part, part], replace: [what] }[kind]);
  return parts.join('');
}

const discovery = discover(quickstart);
const known = discovery.candidates.map(({ name }) => name);

/** Reads a file as the commands do; what of it is in force, with secrets. */
async function load(text: string, number = 0): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const path = join(folder, `${number}.yaml`);
  writeFileSync(path, text);
  const options = { env: { X: '1' }, cwd: folder };
  const written = await readConfigFile({ path, ...options });
  await loadDocuments(written, { ...options, known });
  const values = [];
  for (const document of written) values.push(nested(await configurationInForce(document, { ...options, discovery })));
  return values;
}

function written(documents: readonly Readonly<Record<string, unknown>>[]): string {
  const texts = documents.map((document) =>
    configurationYaml(Object.entries(document).map(([key, value]) => ({ path: [key], value: escaped(value) }))),
  );
  return texts.join('\n---\n');
}

function escaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return literal(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]));
}

describe('a servo.yaml that was edited at random', () => {
  test('is refused with its problems, or means what it says', async () => {
    const outcomes = { accepted: 0, refused: 0 };
    const loaded = await Promise.all(
      originals.map((text) =>
        load(text, text.length).then(
          () => [text],
          () => [],
        ),
      ),
    );
    const good = loaded.flat();
    expect(good).toContain(originals[0]);
    expect(good.length).toBeGreaterThan(2);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...good) }, fc.constantFrom(...originals)),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        async (text, edits) => {
          const broken = edits.reduce(edited, text);
          const started = performance.now();
          const found = await load(broken).catch((error: unknown) => error);
          expect(performance.now() - started).toBeLessThan(2_000);
          if (Array.isArray(found)) {
            outcomes.accepted += 1;
            expect(await load(written(found))).toEqual(found);
            return;
          }
          outcomes.refused += 1;
          expect(found).toBeInstanceOf(ServoError);
          const told = errorText(found, paint(false), 80);
          expect(told).not.toMatch(/^\s+at .*:\d+:\d+\)?$|\[UNEXPECTED\]|call stack|is not a function|of undefined/m);
          if (found instanceof ConfigurationError) expect(found.problems.length).toBeGreaterThan(0);
        },
      ),
      bounds,
    );
    expect(outcomes.accepted).toBeGreaterThan(30);
    expect(outcomes.refused).toBeGreaterThan(30);
  });
});

describe('a command line of random words', () => {
  /** Carries it out in this process; the configuration that it is about does not exist. */
  async function execute(argv: readonly string[]): Promise<{ readonly code: unknown; readonly text: string }> {
    let text = '';
    const take = (chunk: unknown): boolean => {
      text += String(chunk);
      return true;
    };
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(take));
    const log = vi.spyOn(console, 'log').mockImplementation(take);
    try {
      const { main } = await import('../../src/main.js'); // it reads the environment that the test sets
      await main(argv);
      return { code: process.exitCode, text };
    } finally {
      for (const spy of [...spies, log]) spy.mockRestore();
      process.exitCode = undefined;
    }
  }

  const words = fc.constantFrom(
    'run',
    'plan',
    'check',
    'describe',
    'measure',
    'config',
    'status',
    'connectors',
    'version',
  );
  const options = fc.constantFrom(
    '-o',
    'json',
    '--output=yaml',
    '-q',
    '-n',
    'shop',
    '-l',
    'debug',
    '--no-color',
    '--',
    '-',
  );
  const noise = fc.oneof(
    fc.string({ maxLength: 8, unit: 'binary' }),
    fc.string({ maxLength: 8 }).map((text) => `--${text}`),
    fc.constantFrom(
      '__proto__',
      '--__proto__.a=1',
      '--constructor',
      '-o=',
      '--output',
      '--no-',
      '--no-x',
      '---',
      '-c=',
      '--name.a=1',
      '--toString',
    ),
  );

  test('never ends with a stack trace, nor well when a word means nothing', async () => {
    vi.stubEnv('SERVO_CONFIG_FILE', join(folder, 'none/servo.yaml'));
    onTestFinished(() => void vi.unstubAllEnvs());
    process.setMaxListeners(0); // each execution hears of closed pipes
    for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(words, options, noise), { maxLength: 6 }), async (argv) => {
        const { code, text } = await execute(argv);
        expect([0, 1, 2]).toContain(code);
        expect(text).not.toMatch(/^\s+at .*:\d+:\d+\)?$|\[UNEXPECTED\]/m);
      }),
      { ...bounds, numRuns: 600 },
    );
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.array(options, { maxLength: 3 }),
        fc.stringMatching(/^[a-z]{1,8}$/),
        async (word, rest, junk) => {
          fc.pre(!['y', 'h', 'json', 'shop', 'debug'].includes(junk));
          for (const argv of [
            [`${word}${junk}q`, ...rest],
            [word, `--${junk}qq`, ...rest],
          ])
            expect(await execute(argv)).toMatchObject({ code: 2 });
        },
      ),
      { ...bounds, numRuns: 200 },
    );
  });
});
