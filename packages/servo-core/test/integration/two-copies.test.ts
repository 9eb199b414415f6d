import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transformWithEsbuild } from 'vite';
import { silentLogger, systemClock } from '@servo/core';

type Contract = typeof import('@servo/core');
type Author = typeof import('../fixtures/trace-connector.js');

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const tsc = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url));
const source = readFileSync(new URL('../fixtures/trace-connector.ts', import.meta.url), 'utf8');
const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
  readonly publishConfig: { readonly exports: object };
};
const root = mkdtempSync(join(tmpdir(), 'servo-two-copies-'));

/** The folder of a package in a deployment that has a copy of core of its own. */
const installed = (deployment: string, name: string): string => join(root, deployment, 'node_modules', name);
const compile = (...options: readonly string[]): string =>
  execFileSync(process.execPath, [tsc, ...options], { encoding: 'utf8', stdio: 'pipe' });
const load = <T>(path: string): Promise<T> => import(/* @vite-ignore */ pathToFileURL(path).href) as Promise<T>;

function write(path: string, content: string | object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

function tsconfig(folder: string, options: object = {}): string {
  const path = join(folder, 'tsconfig.json');
  write(path, {
    include: ['*.ts'],
    compilerOptions: {
      target: 'es2024',
      module: 'nodenext',
      lib: ['es2024', 'esnext.decorators', 'esnext.disposable'],
      types: ['node'],
      typeRoots: [join(packageFolder, '../../node_modules/@types')],
      strict: true,
      exactOptionalPropertyTypes: true,
      ...options,
    },
  });
  return path;
}

beforeAll(async () => {
  const built = join(root, 'built');
  const project = join(packageFolder, 'tsconfig.build.json');
  compile('-p', project, '--noCheck', '--emitDeclarationOnly', 'false', '--outDir', built);
  const exports = { '.': './index.js', './package.json': './package.json' };
  for (const deployment of ['a', 'b']) {
    const core = installed(deployment, '@servo/core');
    cpSync(built, join(core, 'dist'), { recursive: true });
    write(join(core, 'package.json'), { ...manifest, exports: manifest.publishConfig.exports });
    symlinkSync(join(packageFolder, 'node_modules'), join(core, 'node_modules'));
    const trace = installed(deployment, 'servo-connector-trace');
    write(join(trace, 'package.json'), { name: 'servo-connector-trace', version: '1.0.0', type: 'module', exports });
    write(join(trace, 'index.ts'), source);
  }
  compile('-p', tsconfig(installed('a', 'servo-connector-trace'), { declaration: true }));
  const { code } = await transformWithEsbuild(source, 'index.ts', { target: 'node22' });
  write(join(installed('b', 'servo-connector-trace'), 'index.js'), code);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test.for([
  ['tsc', 'a'],
  ['esbuild', 'b'],
] as const)('two copies of core agree on a connector that %s compiled', async ([, deployment]) => {
  const own = await load<Contract>(join(installed('a', '@servo/core'), 'dist/index.js'));
  const other = await load<Contract>(join(installed('b', '@servo/core'), 'dist/index.js'));
  expect(own.Connector).not.toBe(other.Connector);
  const { TraceConnector, TraceConfig } = await load<Author>(
    join(installed(deployment, 'servo-connector-trace'), 'index.js'),
  );
  const connector = new TraceConnector({
    name: 'trace',
    config: TraceConfig.parse({ url: 'http://trace' }),
    logger: silentLogger,
    clock: systemClock,
    env: {},
    cwd: root,
    stateDir: root,
    dispatch: Object.assign(async () => [], { first: async () => undefined, settle: async () => [] }),
  });
  for (const { Connector, handlersOf, isConnectorClass } of [own, other]) {
    expect(isConnectorClass(TraceConnector)).toBe(true);
    expect(connector instanceof Connector).toBe(true);
    expect(handlersOf(TraceConnector).map(({ phase, event, method }) => [phase, event, method])).toEqual([
      ['before', 'measure', 'announce'],
      ['on', 'metrics', 'metrics'],
      ['on', 'measure', 'measure'],
      ['after', 'adjust', 'review'],
      ['around', 'trace/flush', 'around'],
    ]);
  }
});

test('two copies of core agree on errors', async () => {
  const own = await load<Contract>(join(installed('a', '@servo/core'), 'dist/index.js'));
  const other = await load<Contract>(join(installed('b', '@servo/core'), 'dist/index.js'));
  const error = new own.AdjustmentRejectedError('no');
  expect([error instanceof other.AdjustmentRejectedError, error instanceof other.ServoError]).toEqual([true, true]);
  expect(error instanceof other.MeasurementFailedError).toBe(false);
  expect(other.ServoError.from(error)).toBe(error);
});

test("an author's declaration file keeps the configuration's type and the events", () => {
  const consumer = `
    import type { EventInput } from '@servo/core';
    import { TraceConfig, TraceConnector } from 'servo-connector-trace';
    export const input: EventInput<'trace/flush'> = { limit: 1 };
    export const every = (connector: TraceConnector): number => connector.config.every.milliseconds;
    export const url: string = TraceConfig.parse({}).url;
    export const token = (connector: TraceConnector): string | undefined => connector.config.token?.reveal();
    // @ts-expect-error: a misspelt key
    export const misspelt = (connector: TraceConnector) => connector.config.urll;
    // @ts-expect-error: another form of input
    export const wrong: EventInput<'trace/flush'> = { limit: 'many' };
  `;
  rmSync(join(installed('a', 'servo-connector-trace'), 'index.ts')); // only what would be published
  write(join(root, 'a/package.json'), { type: 'module' });
  write(join(root, 'a/consumer.ts'), consumer);
  expect(compile('-p', tsconfig(join(root, 'a'), { noEmit: true }))).toBe('');
});

test("the older proposal's decorators are refused with a sentence", async () => {
  write(join(root, 'a/legacy/package.json'), { type: 'module' });
  const legacy = `import { Connector, on } from '@servo/core';
    export class Legacy extends Connector { @on('attach') attach() {} }`;
  write(join(root, 'a/legacy/legacy.ts'), legacy);
  compile('-p', tsconfig(join(root, 'a/legacy'), { experimentalDecorators: true, noCheck: true }));
  await expect(load(join(root, 'a/legacy/legacy.js'))).rejects.toThrow('@on("attach") is a standard decorator');
});
