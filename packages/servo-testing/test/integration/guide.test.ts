import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const tsc = join(repository, 'node_modules/typescript/bin/tsc');
const pages = ['docs/writing-a-connector.md', 'docs/events.md', 'packages/servo-core/README.md'];
const folder = mkdtempSync(join(tmpdir(), 'servo-guide-'));

/** The blocks of a page that are whole modules: those that import something. */
function modulesOf(page: string): readonly { readonly name: string; readonly text: string }[] {
  const text = readFileSync(join(repository, page), 'utf8');
  return [...text.matchAll(/```(ts|js)\n(import [^]*?)```/g)].map(([, language = '', block = ''], index) => ({
    name: /export class Latency/.test(block)
      ? 'latency-connector.ts'
      : `${page.replaceAll('/', '-')}-${index}.${language}`,
    text: block,
  }));
}

const modules = pages.flatMap(modulesOf);
const nodeModules = (name: string): string => join(folder, 'node_modules', name);
const run = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

function write(path: string, content: string | object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

beforeAll(() => {
  write(join(folder, 'package.json'), { type: 'module' });
  write(join(folder, 'tsconfig.json'), {
    include: ['src'],
    compilerOptions: {
      target: 'es2024',
      module: 'nodenext',
      lib: ['es2024', 'esnext.decorators', 'esnext.disposable'],
      types: ['node'],
      strict: true,
      skipLibCheck: true,
      allowJs: true,
      checkJs: true,
      rootDir: 'src',
      outDir: 'dist',
    },
  });
  for (const { name, text } of modules) write(join(folder, 'src', name), text);
  const trace = modules.find(({ text }) => text.includes("'trace/flush': {"));
  write(join(nodeModules('servo-connector-trace'), 'package.json'), { type: 'module', exports: './index.ts' });
  write(join(nodeModules('servo-connector-trace'), 'index.ts'), trace?.text ?? '');
  mkdirSync(nodeModules('@servo'));
  symlinkSync(join(repository, 'packages/servo-core'), nodeModules('@servo/core'));
  symlinkSync(join(repository, 'packages/servo-testing'), nodeModules('@servo/testing'));
  symlinkSync(join(repository, 'node_modules/@types'), nodeModules('@types'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the code of the guide compiles', () => {
  expect(modules.length).toBeGreaterThan(8);
  const errors = (): string => {
    try {
      return run(tsc, '-p', '.');
    } catch (error) {
      return String((error as { readonly stdout?: string }).stdout); // what tsc prints stands here
    }
  };
  expect(errors()).toBe('');
});

test('the tests of the guide pass', () => {
  const name = modules.find(({ text }) => text.includes("from 'node:test'"))?.name ?? '';
  const report = run('--test', '--test-reporter=tap', join('dist', name.replace(/ts$/, 'js')));
  expect(report).toContain('# pass 3');
});
