import { expect, test } from 'vitest';
import type { Terminal } from '../terminal.js';
import { askStarter, type StarterOptions } from './ask-starter.js';

/** Somebody who answers each question as it comes, and says nothing to the others. */
function terminal(answers: readonly string[] = []): { readonly terminal: Terminal; readonly asked: string[] } {
  const asked: string[] = [];
  const ask = (question: string): Promise<string | undefined> => Promise.resolve(answers[asked.push(question) - 1]);
  return { terminal: { ask } as Pick<Terminal, 'ask'> as Terminal, asked }; // nothing else of it is used
}

const start = (options: StarterOptions, answers?: readonly string[]) =>
  askStarter(options, terminal(answers).terminal, AbortSignal.timeout(1_000));

test('askStarter() asks for what no option says, and takes what is usual where nothing is answered', async () => {
  const { terminal: somebody, asked } = terminal(['', 'npm run "my server"']);
  expect(await askStarter({}, somebody, AbortSignal.timeout(1_000))).toEqual({
    optimizer: 'embedded',
    command: ['npm', 'run', 'my server'],
    url: 'http://127.0.0.1:8080/',
  });
  expect(asked.map((question) => question.split(/[:?]/)[0])).toEqual([
    'Optimizer',
    'Command that starts your service',
    'URL to load and measure',
  ]);
});

test('askStarter() knows the optimizer by the id', async () => {
  expect(await start({ id: 'example.com/shop' })).toEqual({
    optimizer: 'opsani',
    id: 'example.com/shop',
    tokenFile: './token',
  });
});

test.each<[StarterOptions, string]>([
  [{ optimizer: 'clever' }, 'Expected the optimizer to be embedded or opsani, got "clever"'],
  [{ id: 'shop' }, 'Expected organization/name, got "shop"'],
  [{ url: 'ftp://x/' }, 'Expected a URL such as http://127.0.0.1:8080/, got "ftp://x/"'],
  [{ command: ' ' }, 'Expected the command that starts your service, got " "'],
  [{ optimizer: 'embedded', id: 'a/b' }, '--id is of the other optimizer'],
  [{ id: 'a/b', command: 'x' }, '--command is of the other optimizer'],
])('askStarter(%j) is refused', async (options, message) => {
  await expect(start(options)).rejects.toThrow(message);
});
