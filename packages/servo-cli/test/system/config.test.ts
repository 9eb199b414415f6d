import { describe, expect, test } from 'vitest';
import { deployment } from '../support/deployment.js';

describe('servo config', () => {
  test('prints a servo.yaml that means the same, with what the environment gives', async () => {
    const target = await deployment();
    const env = { SERVO_AUTOCANNON_RATE: '60', SERVO_CHECKS_WAIT: '5m' };
    const first = await target.run(['config'], env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('  rate: 60\n');
    target.write('again.yaml', first.stdout);
    expect((await target.run(['config', '-c', 'again.yaml'])).stdout).toBe(first.stdout);
  });

  test('says for each value where it came from', async () => {
    const target = await deployment();
    target.write('token', 'tok-123456\n');
    target.write(
      'servo.yaml',
      'optimizer: {id: example.com/shop, token_file: token}\nconnectors: []\nsettings:\n  grace: ${GRACE}\n',
    );
    const env = { GRACE: '3s', SERVO_CHECKS_WAIT: '5m' };
    const { stdout } = await target.run(['config', '--origins', '--defaults'], env);
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/g, ' | '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'KEY | VALUE | ORIGIN',
        'optimizer.id | example.com/shop | servo.yaml:1:17',
        'optimizer.token_file | token | servo.yaml:1:47',
        `optimizer.token | [secret] | file ${target.folder}/token`,
        'connectors | [] | servo.yaml:2:13',
        'settings.grace | 3s | servo.yaml:4:10 ${GRACE}',
        'settings.on_interrupt | restore | default',
        'checks.wait | 5m | variable SERVO_CHECKS_WAIT',
      ]),
    );
    const json = JSON.parse(
      (await target.run(['config', 'settings', '--origins', '-o', 'json'], env)).stdout,
    ) as unknown;
    expect(json).toEqual({
      version: 1,
      servos: [
        {
          name: 'example.com/shop',
          configuration: { settings: { grace: '3s' } },
          origins: [
            {
              path: 'settings.grace',
              value: '3s',
              origin: { kind: 'file', file: 'servo.yaml', line: 4, column: 10, variables: ['GRACE'] },
            },
          ],
        },
      ],
    });
  });

  test('masks secrets unless it is told to show them, and leaves them out of a ConfigMap', async () => {
    const target = await deployment(['env: {PORT', 'env: {API_TOKEN: "abc$$$${x}", PORT']);
    const masked = await target.run(['config', 'process.env']);
    expect(masked.stdout).toContain('API_TOKEN: "[secret]"');
    expect((await target.run(['config', 'process.env', '--show-secrets'])).stdout).toContain('API_TOKEN: abc$${x}');
    const { stdout, stderr } = await target.run(['config', '--format', 'configmap']);
    expect(stdout).toMatch(/^---\napiVersion: v1\nkind: ConfigMap\n/);
    expect(stdout).toContain('        API_TOKEN: ${SERVO_PROCESS_ENV_API_TOKEN}\n');
    expect(stdout).toContain('    optimizer:\n');
    expect(stderr).toContain('set SERVO_PROCESS_ENV_API_TOKEN, from a Secret');
  });

  test('leaves who a servo is for a remote optimizer out of a ConfigMap', async () => {
    const target = await deployment();
    target.write('servo.yaml', 'optimizer: {id: example.com/shop, token: tok-123456}\nconnectors: []\n');
    const { stdout } = await target.run(['config', '--format', 'configmap', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'ConfigMap', data: { 'servo.yaml': 'connectors: []\n' } });
    expect(stdout).not.toContain('tok-123456');
  });

  test('leaves each servo of a file a variable of its own for each secret', async () => {
    const target = await deployment();
    const servo = (name: string, token: string) =>
      `name: ${name}\nprocess: {command: [node], component: web, env: {API_TOKEN: ${token}}, settings: {}}\n`;
    target.write('servo.yaml', `${servo('shop', 'aaaaaaaaa1')}---\n${servo('store', 'bbbbbbbbb2')}`);
    const { stdout } = await target.run(['config', '--format', 'configmap']);
    expect(stdout).toContain('API_TOKEN: ${PROCESS_ENV_API_TOKEN_OF_SHOP}');
    expect(stdout).toContain('API_TOKEN: ${PROCESS_ENV_API_TOKEN_OF_STORE}');
  });

  test('shows every servo of a file, or the one that is named', async () => {
    const target = await deployment();
    target.write('servo.yaml', 'name: a\nconnectors: []\n---\nname: b\nconnectors: []\n');
    expect((await target.run(['config'])).stdout).toBe('name: a\nconnectors: []\n---\nname: b\nconnectors: []');
    expect((await target.run(['config', '-n', 'b', 'name'])).stdout).toBe('name: b');
  });

  test('refuses a key that nothing has', async () => {
    const { code, stderr } = await (await deployment()).run(['config', 'proces']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/no "proces"\n.*\n.*\^+\n {2}Did you mean process\?/),
    });
  });
});

describe('servo, given a bad file,', () => {
  const cases: readonly (readonly [what: string, content: string | Uint8Array, says: RegExp])[] = [
    [
      'with a key twice',
      'name: a\nname: b\n',
      /servo\.yaml:2:1: the key "name" stands in line 1 already; keep one of the two\n {2}2 \| name: …\n {4}\| \^\^\^\^$/,
    ],
    [
      'with tabs',
      'settings:\n\tgrace: 1s\n',
      /servo\.yaml:2:1: Tabs are not allowed as indentation\n {2}2 \| {2}grace: 1s\n {4}\| \^$/,
    ],
    [
      'with a quote that is not closed',
      'name: "a\n',
      /servo\.yaml:1:7: a quote " is not closed\n {2}1 \| name: "a\n {4}\| {7}\^$/,
    ],
    [
      'with a secret in a line that is wrong',
      'optimizer:\n  token: "abc\n',
      /servo\.yaml:2:10: a quote " is not closed\n {2}2 \| {3}token: \[secret\]\n {4}\| {10}\^{8}$/,
    ],
    [
      'that is an anchor bomb',
      Array.from(
        { length: 12 },
        (_, n) =>
          `a${n}: &a${n} [${
            n
              ? Array(10)
                  .fill(`*a${n - 1}`)
                  .join(',')
              : 1
          }]`,
      ).join('\n'),
      /servo\.yaml:1:1: aliases expand to too much/,
    ],
    ['of 10 MB', 'x: 1\n'.repeat(2_000_000), /servo\.yaml: the file is too large \(expected at most 4 MiB\)$/],
    ['that is binary', new Uint8Array([0, 1, 2, 255, 254]), /servo\.yaml: the file is not text \(expected UTF-8\)$/],
    ['that is nested deeply', `name: ${'['.repeat(10_000)}`, /servo\.yaml:1:\d+: the file is nested too deeply/],
    ['with codes that a terminal obeys', 'nmae: \u001b[31ma\n', /\[CONFIGURATION_\w+\]: servo\.yaml:1:/],
    [
      'with Windows line endings',
      'name: a\r\nsettings:\r\n  grase: 1s\r\n',
      /servo\.yaml:3:3: settings\.grase: unknown key "grase"; did you mean "grace"\?\n {2}3 \| {3}grase: …\n {4}\| {3}\^{5}\n {2}What may stand there: servo schema --top-level$/,
    ],
    [
      'with a byte order mark',
      '\ufeffnmae: a\n',
      /servo\.yaml:1:[12]: nmae: unknown key "nmae"; did you mean "name"\?\n {2}1 \| .*\n {4}\| +\^{4}$/,
    ],
  ];
  test.each(cases)('%s, says so in one sentence with its place, at once', async (_, content, says) => {
    const target = await deployment();
    target.write('servo.yaml', content);
    const { code, stderr } = await target.run(['config']);
    expect({ code, stderr: stderr.trimEnd() }).toEqual({ code: 2, stderr: expect.stringMatching(says) });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('\u001b');
  });

  test('that is a directory, says so', async () => {
    const target = await deployment();
    target.write('dir/file', '');
    expect(await target.run(['config', '-c', 'dir'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('dir: this is a directory, not a file'),
    });
  });

  test.each([
    ['empty', ''],
    ['of empty documents', '---\n---\n# nothing\n---\n'],
    ['with Windows line endings and a byte order mark', '\ufeff# nothing\r\n'],
  ])('%s, takes it for one that says nothing', async (_, content) => {
    const target = await deployment();
    target.write('servo.yaml', content);
    expect(await target.run(['config'])).toMatchObject({ code: 0, stdout: '{}', stderr: '' });
  });

  test('shows what stands in a variable, and what shows its schema', async () => {
    const target = await deployment();
    const { code, stderr } = await target.run(['config'], { SERVO_AUTOCANNON_RATE: 'fast' });
    expect(code).toBe(2);
    expect(
      stderr,
    ).toBe(`error[CONFIGURATION_ENVIRONMENT]: SERVO_AUTOCANNON_RATE: has a wrong value (expected a number, found "fast")
  SERVO_AUTOCANNON_RATE=fast
                        ^^^^
  What may stand there: servo schema autocannon
`);
  });

  test('tells errors on standard error as text whatever the output is, and to programs in theirs', async () => {
    const target = await deployment();
    target.write('servo.yaml', 'nmae: a\n');
    const { stdout, stderr } = await target.run(['config', '-o', 'json']);
    expect({ told: JSON.parse(stdout) as unknown, stderr }).toEqual({
      told: {
        version: 1,
        error: {
          code: 'CONFIGURATION_INVALID',
          message: expect.stringContaining('unknown key "nmae"'),
          problems: [expect.objectContaining({ file: 'servo.yaml', line: 1, column: 1, path: 'nmae' })],
        },
      },
      stderr: expect.stringMatching(/^error\[CONFIGURATION_INVALID\]: /),
    });
  });
});
