import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkedDeployment } from '../support/checked-deployment.js';
import { deployment } from '../support/deployment.js';
import type { EndedServo } from '../support/servo-process.js';

interface Facts {
  readonly ready: boolean;
  readonly checks: readonly { readonly servo: string; readonly id: string; readonly success: boolean }[];
}

const facts = ({ stdout }: EndedServo): Facts => JSON.parse(stdout) as Facts; // what it prints
const ids = (ended: EndedServo): readonly string[] => facts(ended).checks.map(({ id }) => id);

describe('servo check', () => {
  test('shows each check as soon as it ran, with hints, and what they came to', async () => {
    const target = await checkedDeployment();
    const { code, stdout } = await target.run(['check']);
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      '√ passed   trace  folder exists: it does',
      'X failed   trace  ticket is there: there is no ticket',
      '                    Write a ticket.',
      '! warning  trace  clock is right: a bit late',
      'Not ready: 1 of 3 failed.',
      'Servo knows a remedy for 1 of them: servo check --remedy applies it.',
    ]);
    expect(existsSync(join(target.folder, 'ticket'))).toBe(false);
  });

  test('shows a table with all that is known, and the same for programs', async () => {
    const target = await checkedDeployment();
    const { stdout } = await target.run(['check', '-v']);
    expect(stdout).toMatch(/^STATUS +CONNECTOR +CHECK +ID +SEVERITY +TAGS +TIME +MESSAGE\n/);
    expect(stdout).toMatch(/\nX failed +trace +ticket is there +ticket +common +files +\d\.\ds +there is no ticket\n/);
    expect((await target.run(['check', '-q'])).stdout).toMatch(/^STATUS +CONNECTOR +CHECK +MESSAGE\n/);
    const json = await target.run(['check', '-o', 'json']);
    expect(json).toMatchObject({ code: 1, stderr: '' });
    expect(facts(json)).toMatchObject({
      version: 1,
      ready: false,
      checks: [
        { id: 'folder', success: true },
        { id: 'ticket', remedy: true, hint: 'Write a ticket.' },
        { id: 'clock' },
      ],
    });
  });

  test('runs the checks that are asked for, and those that they need', async () => {
    const target = await checkedDeployment();
    const cases: readonly [args: readonly string[], ids: readonly string[]][] = [
      [['clock is right'], ['folder', 'clock']],
      [['/ticket|clock/'], ['folder', 'ticket', 'clock']],
      [['--id', 'folder'], ['folder']],
      [
        ['--tag', 'time,other'],
        ['folder', 'clock'],
      ],
      [
        ['--connector', 'trace', '--tag', 'files'],
        ['folder', 'ticket'],
      ],
    ];
    for (const [args, found] of cases)
      expect([args, ids(await target.run(['check', ...args, '-o', 'json']))]).toEqual([args, found]);
    target.write(
      'servo.yaml',
      'optimizer: {id: example.com/shop, token: t}\nconnectors: [trace]\nchecks: {tag: [time]}\n',
    );
    expect(ids(await target.run(['check', '-o', 'json']))).toEqual(['folder', 'clock']);
    expect(ids(await target.run(['check', '-o', 'json'], { CHECKS_TAG: '["files"]' }))).toEqual(['folder', 'ticket']);
  });

  test('applies remedies where it is told to', async () => {
    const target = await checkedDeployment();
    expect(await target.run(['check', '--remedy'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^X failed .*\n[^]*\n√ passed +trace +ticket is there\n[^]*Ready: 2 passed, 1 to look at\.$/m,
      ),
      stderr: 'Applied the remedy for "ticket is there"\n',
    });
  });

  test('waits until all checks pass, or no longer than it may', async () => {
    const target = await checkedDeployment();
    const waiting = target.start(['check', '--wait', '1m']);
    await waiting.note('Not ready; looking again in');
    target.write('ticket', '');
    expect(await waiting.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('√ passed   trace  ticket') });
    expect((await (await checkedDeployment()).run(['check', '--wait', '200ms', '-q'])).code).toBe(1);
    const interrupted = (await checkedDeployment()).start(['check', '--wait', '1m']);
    await interrupted.note('Not ready');
    interrupted.kill('SIGINT');
    expect(await interrupted.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('SIGINT') });
  });

  test('checks every servo of the file', async () => {
    const one = 'optimizer: {id: example.com/shop, token: t}\nconnectors: [trace]\n';
    const target = await checkedDeployment(`name: a\n${one}---\nname: bee\n${one}checks: {tag: [time]}\n`);
    const { checks } = facts(await target.run(['check', '-o', 'json']));
    expect(checks.map(({ servo, id }) => `${servo} ${id}`)).toEqual([
      'a folder',
      'a ticket',
      'a clock',
      'bee folder',
      'bee clock',
    ]);
    expect((await target.run(['check', '-n', 'bee'])).code).toBe(0);
    expect((await target.run(['check'])).stdout).toContain('X failed   a    trace  ticket is there');
  });

  test('refuses what means no check', async () => {
    const target = await checkedDeployment();
    const refused: readonly [args: readonly string[], stderr: RegExp][] = [
      [['ticket'], /No check is one of those that are wanted\n(.*\n)*.*servo check -v/],
      [['--connector', 'trac'], /--connector: there is no connector "trac"\n(.*\n)*.*Did you mean "trace"\?/],
      [['/(/'], /Expected an expression between slashes, got "\/\(\/"/],
      [['--wait', 'soon'], /Invalid duration 'soon'/],
      [['--halt-on', 'always'], /--halt-on: expected one of/],
      [['--tg', 'x'], /Did you mean --tag\?/],
    ];
    for (const [args, stderr] of refused)
      expect(await target.run(['check', ...args])).toMatchObject({ code: 2, stderr: expect.stringMatching(stderr) });
    target.write('servo.yaml', 'connectors: [trace]\nchecks: {connectors: [trac]}\n');
    expect(await target.run(['check'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('servo.yaml: checks.connectors: there is no connector "trac"'),
    });
  });
});

test('servo check and servo measure take --connector several times', async () => {
  const target = await deployment();
  const args = ['--connector', 'process', '--connector', 'autocannon', '-o', 'json'];
  const checked = await target.run(['check', ...args]);
  const { checks } = JSON.parse(checked.stdout) as { checks: readonly { connector: string }[] };
  expect(new Set(checks.map(({ connector }) => connector))).toEqual(new Set(['process', 'autocannon']));
  expect(await target.run(['measure', ...args])).toMatchObject({ code: 0 });
});

test('servo check beside a run leaves alone what that has started', async () => {
  const target = await deployment();
  const servo = target.start(['run', '-o', 'json']);
  await servo.event('command-started', ({ command }) => command === 'MEASURE');
  const before = target.processes;
  const { code, stdout } = await target.run(['check']);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/becomes ready: not looked at: process \d+ runs it/),
  });
  expect(target.processes).toEqual(before);
  servo.kill('SIGTERM');
  expect((await servo.ended).code).toBe(0);
});
