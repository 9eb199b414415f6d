import { ServoError } from '@servo/core';
import type { Terminal } from '../terminal.js';
import type { Starter } from './starter.js';

/** What the options say; what they leave open is asked for where somebody can be asked. */
export interface StarterOptions {
  readonly optimizer?: string | undefined;
  readonly command?: string | undefined;
  readonly url?: string | undefined;
  readonly id?: string | undefined;
  readonly tokenFile?: string | undefined;
}

/** Works out what a new deployment starts with. @throws {@link ServoError} `USAGE_INVALID` for an answer that is none. */
export async function askStarter(given: StarterOptions, terminal: Terminal, signal: AbortSignal): Promise<Starter> {
  const ask = async (question: string, said: string | undefined, usual: string): Promise<string> =>
    said ?? ((await terminal.ask(`${question} [${usual}] `, signal))?.trim() || usual);
  const kind = given.optimizer ?? (given.id === undefined ? undefined : 'opsani');
  const optimizer = await ask(
    'Optimizer: embedded in the servo, or opsani, which is reached over HTTP?',
    kind,
    'embedded',
  );
  if (optimizer === 'opsani')
    return {
      optimizer,
      id: applicationId(await ask('Application, as organization/name?', given.id, 'example.com/app')),
      tokenFile: await ask('File that holds the token?', given.tokenFile, './token'),
    };
  if (optimizer !== 'embedded') throw wrong('the optimizer to be embedded or opsani', optimizer);
  const command = await ask('Command that starts your service?', given.command, 'node service.mjs');
  return {
    optimizer,
    command: command.split(' ').filter(Boolean),
    url: httpUrl(await ask('URL to load and measure?', given.url, 'http://127.0.0.1:8080/')),
  };
}

function applicationId(text: string): string {
  if (/^[^/\s]+\/[^/\s]+$/.test(text)) return text;
  throw wrong('organization/name', text);
}

function httpUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
  throw wrong('a URL such as http://127.0.0.1:8080/', text);
}

function wrong(expected: string, got: string): ServoError {
  return new ServoError('USAGE_INVALID', `Expected ${expected}, got "${got}"`, { hint: 'See servo init --help.' });
}
