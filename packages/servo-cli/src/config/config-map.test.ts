import { expect, test } from 'vitest';
import { configMap, type ConfigMapServo } from './config-map.js';
import type { ShownValue } from './shown-values.js';

const value = (path: readonly string[], text: string, overrides: Partial<ShownValue> = {}): ShownValue => ({
  path,
  value: text,
  shown: text,
  secret: false,
  origin: { kind: 'default' },
  ...overrides,
});
const token = (text: string, overrides: Partial<ShownValue> = {}) =>
  value(['prometheus', 'bearer_token'], text, { shown: '[secret]', secret: true, ...overrides });
const servo = (name: string, ...values: readonly ShownValue[]): ConfigMapServo => ({
  name,
  values,
  connectors: [{ name: 'prometheus' }],
});

function made(...servos: readonly ConfigMapServo[]) {
  const { manifest, variables } = configMap({ servos, now: new Date(0), showSecrets: false });
  const { data, metadata } = manifest as {
    readonly data: Readonly<Record<string, string>>;
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  };
  return { text: data['servo.yaml'], annotations: Object.values(metadata.annotations), variables };
}

test('configMap() leaves a secret to a variable, and names it', () => {
  expect(made(servo('shop', value(['name'], 'shop'), token('hush')))).toMatchObject({
    text: 'name: shop\nprometheus:\n  bearer_token: ${SERVO_PROMETHEUS_BEARER_TOKEN}\n',
    variables: ['SERVO_PROMETHEUS_BEARER_TOKEN'],
  });
});

test('configMap() gives each of several servos a variable of its own, and the one that gave the value where there was one', () => {
  const given = token('hush', { origin: { kind: 'variable', variable: 'TOKEN' } });
  const { variables, annotations } = made(servo('shop-a', token('one')), servo('b', token('two')), servo('c', given));
  expect(variables).toEqual(['PROMETHEUS_BEARER_TOKEN_OF_SHOP_A', 'PROMETHEUS_BEARER_TOKEN_OF_B', 'TOKEN']);
  expect(annotations).toContainEqual(expect.stringContaining('{"servo":"b","name":"prometheus"}'));
});

test('configMap() leaves out what is read from files, and who a servo is for a remote optimizer', () => {
  const ofFile = value(['optimizer', 'token'], 'hush', { origin: { kind: 'secret-file', file: 'token' } });
  const id = value(['optimizer', 'id'], 'example.com/shop');
  expect(made({ ...servo('shop', value(['name'], 'shop'), id, ofFile), remote: 'opsani' })).toMatchObject({
    text: 'name: shop\n',
    variables: ['OPSANI_OPTIMIZER', 'OPSANI_TOKEN'],
  });
});
