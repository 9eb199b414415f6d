import { ServoError } from '@servo/core';
import stringArgv from 'string-argv';
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
  refuseOptionsOfAnother(given);
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
    command: words(command),
    url: httpUrl(await ask('URL to load and measure?', given.url, 'http://127.0.0.1:8080/')),
  };
}

/** An option that nothing would come of is a mistake. */
function refuseOptionsOfAnother({ optimizer, command, url, id, tokenFile }: StarterOptions): void {
  const ofEmbedded = { command, url };
  const ofOpsani = { id, 'token-file': tokenFile };
  const isOpsani = (optimizer ?? (id === undefined ? 'embedded' : 'opsani')) === 'opsani';
  const [unused] = Object.entries(isOpsani ? ofEmbedded : ofOpsani).filter(([, said]) => said !== undefined);
  if (unused)
    throw new ServoError('USAGE_INVALID', `--${unused[0]} is of the other optimizer`, {
      hint: '--command and --url are for "embedded", --id and --token-file for "opsani".',
    });
}

/** The words of a command, as a shell would take them apart. */
function words(text: string): readonly string[] {
  const found = stringArgv(text);
  if (found.length > 0) return found;
  throw wrong('the command that starts your service', text);
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
