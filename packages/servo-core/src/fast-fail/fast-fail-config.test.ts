import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfigText } from '../runtime/config-file/read-config-file.js';
import { validateSection } from '../runtime/config-file/validate-section.js';
import { fastFailConfig } from './fast-fail-config.js';

const Config = z.strictObject({ fastFail: fastFailConfig() });

test('fastFailConfig() may be left out, and looks back one period', () => {
  const { fastFail } = Config.parse({});
  expect(JSON.parse(JSON.stringify(fastFail))).toEqual({
    disabled: false,
    period: '1m',
    span: '1m',
    skip: '0',
    treatZeroAsMissing: false,
  });
  expect(String(Config.parse({ fastFail: { period: '5s' } }).fastFail.span)).toBe('5s');
  expect(String(fastFailConfig({ period: '1s' }).parse({}).period)).toBe('1s');
});

test.each([
  [0, false],
  [1, true],
  [true, true],
])('fastFailConfig() takes %j for disabled', (written, disabled) => {
  expect(Config.parse({ fastFail: { disabled: written } }).fastFail.disabled).toBe(disabled);
});

test.each([{ disabled: 2 }, { period: 0 }, { span: '0s' }, { skip: '-1s' }, { pause: '1s' }])(
  'fastFailConfig() refuses %j',
  (fastFail) => {
    expect(Config.safeParse({ fastFail }).success).toBe(false);
  },
);

test('fastFailConfig() describes each key for the editor', () => {
  const { properties } = z.toJSONSchema(fastFailConfig(), { io: 'input' });
  expect(Object.values(properties ?? {})).toHaveLength(5);
  for (const property of Object.values(properties ?? {})) expect(property).toHaveProperty('description');
});

test('fastFailConfig() is set by the keys of servo.yaml and by variables that name the connector, and by no others', async () => {
  const text = 'web:\n  fast_fail: {period: 10s, span: 20s, treat_zero_as_missing: true}\n';
  const env = { PERIOD: '1s', SKIP: '1s', SERVO_WEB_FAST_FAIL_SPAN: '30s', SERVO_WEB_FAST_FAIL_DISABLED: '1' };
  const [{ values, source }] = readConfigText(text, { file: 'servo.yaml', env });
  const section = { value: values['web'], path: ['web'], source };
  const found = await validateSection(section, { schema: Config, env, key: 'web', cwd: '.' });
  expect(JSON.parse(JSON.stringify(found))).toEqual({
    fastFail: { disabled: true, period: '10s', span: '30s', skip: '0', treatZeroAsMissing: true },
  });
});
