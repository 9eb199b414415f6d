const sidecars = 'No sidecar is needed: load the service by a connector, such as autocannon, and measure there.';

/** Commands of ServoX, or of versions before it, that are called otherwise or are gone; with what is there instead. */
const commands: ReadonlyMap<string, string> = new Map([
  ['settings', 'Use servo config; with --origins it says where each value came from.'],
  ['info', 'Use servo version, or servo show connectors.'],
  ['help', 'Use servo --help, or servo COMMAND --help.'],
  ['console', 'A program of your own can do that: @servo/core/runtime has assemble() and Servo.'],
  ['exec', 'Start the program yourself, beside the servo; servo starts only what its connectors need.'],
  ['assembly', 'Use servo list, or servo show connectors.'],
  ['events', 'Use servo show events.'],
  ['components', 'Use servo show components.'],
  ['metrics', 'Use servo show metrics.'],
  ['inject-sidecar', sidecars],
  ['eject-sidecar', sidecars],
]);

/** A former option, of all commands or of some. */
interface FormerOption {
  readonly of?: readonly string[];
  readonly hint: string;
}

const inConfiguration = 'in the section "optimizer" of servo.yaml';
const file = 'The file is named by -c.';
const output = 'Use -o table, -o json or -o yaml.';

/** Options that are called otherwise or are gone; the first entry that is of the command counts. */
const options: ReadonlyMap<string, readonly FormerOption[]> = new Map([
  ['limit', [{ hint: 'Leave it out: it never had an effect.' }]],
  ['optimizer', [{ hint: `Write "id" ${inConfiguration}, or set OPSANI_OPTIMIZER.` }]],
  ['token', [{ hint: `Write "token" ${inConfiguration}, or set OPSANI_TOKEN.` }]],
  ['token-file', [{ hint: `Write "token_file" ${inConfiguration}, or set OPSANI_TOKEN_FILE.` }]],
  ['base-url', [{ hint: `Write "base_url" ${inConfiguration}, or set OPSANI_BASE_URL.` }]],
  ['url', [{ hint: `Write "url" ${inConfiguration}, or set OPSANI_URL.` }]],
  ['format', [{ hint: output }]],
  [
    'f',
    [
      { of: ['config'], hint: `Write --format; for JSON use -o json.` },
      { of: ['validate', 'generate'], hint: file },
      { hint: output },
    ],
  ],
  ['file', [{ hint: file }]],
  ['debug', [{ of: ['run'], hint: 'Use --log-level debug.' }]],
  ['d', [{ of: ['run'], hint: 'Write --dry-run.' }]],
  ['i', [{ of: ['run'], hint: 'Write --interactive.' }]],
  ['a', [{ of: ['show'], hint: 'Write --all.' }]],
  ['connectors', [{ of: ['check', 'measure'], hint: 'Write --connector, once for each.' }]],
  ['humanize', [{ of: ['measure'], hint: 'Leave it out; with -o json each point has its time.' }]],
  ['short', [{ of: ['version'], hint: 'Use servo --version.' }]],
  ['s', [{ of: ['version'], hint: 'Use servo --version.' }]],
  ['dotenv', [{ of: ['init'], hint: 'Leave it out; a file .env beside servo.yaml is read.' }]],
]);

/** What is there instead of a former command; `undefined` when there was none of that name. */
export function formerCommand(name: string): string | undefined {
  return commands.get(name);
}

/** What is there instead of a former option, given without its dashes; `undefined` when the command had none. */
export function formerOption(name: string, command: string | undefined): string | undefined {
  return options.get(name)?.find(({ of }) => !of || (command !== undefined && of.includes(command)))?.hint;
}

/** All names that are answered, for tests. */
export const formerNames = { commands: [...commands.keys()], options: [...options.keys()] } as const;
