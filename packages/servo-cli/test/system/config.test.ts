import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Deployment, deployment } from '../support/deployment.js';

const code = `import { defineConnector } from '@servo/core';
import { secret, z } from '@servo/core/config';
export const Example = defineConnector({
  config: z.strictObject({ baseUrl: z.string(), token: secret(), rate: z.number().default(50) }),
});`;

async function configured(text: string): Promise<Deployment> {
  const target = await deployment();
  target.connector('trace', code);
  target.write('servo.yaml', text);
  return target;
}

const text =
  'name: shop\nconnectors: [trace]\ntrace:\n  base_url: "http://${HOST_NAME:-localhost}/"\n  token: correct-horse\n';

test('servo config shows what is in force, secrets masked unless they are asked for', async () => {
  const target = await configured(text);
  const shown = await target.run(['config'], { SERVO_TRACE_RATE: '70' });
  expect(shown.code).toBe(0);
  expect(parse(shown.stdout)).toMatchObject({ trace: { base_url: 'http://localhost/', token: '[secret]', rate: 70 } });
  const { stdout } = await target.run(['config', 'trace', '--show-secrets', '-o', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({
    servos: [{ name: 'shop', configuration: { trace: { token: 'correct-horse' } } }],
  });
});

test('servo config --origins says where each value came from', async () => {
  const target = await configured(text);
  const { stdout } = await target.run(['config', '--origins', '--defaults'], { SERVO_TRACE_TOKEN: 'other-horse' });
  expect(stdout).toMatch(/trace\.base_url +http:\/\/localhost\/ +servo\.yaml:4:13/);
  expect(stdout).toMatch(/trace\.token +\[secret\] +.*SERVO_TRACE_TOKEN/);
  expect(stdout).toMatch(/trace\.rate +50 +default/);
  expect(stdout).not.toContain('horse');
});

test('servo config --format configmap writes what Kubernetes takes, without secrets', async () => {
  const target = await configured(text);
  const { stdout, code: exit } = await target.run(['config', '--format', 'configmap']);
  expect(exit).toBe(0);
  const manifest = parse(stdout) as { readonly data: { readonly 'servo.yaml': string } };
  expect(manifest).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
  expect(parse(manifest.data['servo.yaml'])).toMatchObject({ trace: { base_url: 'http://localhost/' } });
  expect(stdout).not.toContain('horse');
});

test('a problem of the configuration is shown in its line, and no secret of the line', async () => {
  const target = await configured('connectors: [trace]\ntrace: {base_url: 3, token: correct-horse}\n');
  const { code: exit, stderr } = await target.run(['config']);
  expect(exit).toBe(2);
  expect(stderr).toContain('servo.yaml:2:19: trace.base_url');
  expect(stderr).toMatch(/2 \| trace: \{base_url: 3, .*\n +\| +\^/);
  expect(stderr).not.toContain('horse');
});
