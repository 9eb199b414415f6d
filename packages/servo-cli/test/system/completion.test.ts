import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deployment, packages } from '../support/deployment.js';

test('bash completes words by the script of servo completion', async () => {
  const target = await deployment();
  const { code, stdout } = await target.run(['completion', 'bash']);
  expect(code).toBe(0);
  const bin = join(packages, 'servo-cli/dist/bin.js');
  const script = `servo() { "${process.execPath}" "${bin}" "$@"; }
${stdout}
COMP_WORDS=(servo run --exit) COMP_CWORD=2
_servo
printf '%s\\n' "\${COMPREPLY[@]}"
`;
  const path = join(target.folder, 'complete.sh');
  writeFileSync(path, script);
  expect(execFileSync('bash', [path], { cwd: target.folder, encoding: 'utf8' })).toBe('--exit-when-done\n');
});

test('servo completes the commands of connectors, and the names of servos', async () => {
  const target = await deployment();
  const offered = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await target.run(['--complete', ...words])).stdout.split('\n');
  expect(await offered('')).toContain('autocannon');
  expect(await offered('autocannon', '')).toEqual(['attack']);
  writeFileSync(join(target.folder, 'servo.yaml'), 'name: shop\n---\ndescription: ${NOT_SET}\n---\nname: store\n');
  expect(await offered('run', '-n', '')).toEqual(['shop', 'store']);
});

test('servo completion knows the shell by its variable, and refuses one that it does not know', async () => {
  const target = await deployment();
  expect(await target.run(['completion'], { SHELL: '/usr/bin/fish' })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('complete -c servo'),
  });
  expect(await target.run(['completion'], { SHELL: '/bin/sh' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('one of bash, zsh, fish, got "sh"'),
  });
});
