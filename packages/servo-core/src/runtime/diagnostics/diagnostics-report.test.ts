import { expect, test } from 'vitest';
import { Secret } from '../../config/secret.js';
import { diagnosticsReport } from './diagnostics-report.js';

test('diagnosticsReport() gives what was logged by its time, that of one time below each other', () => {
  const logs = [
    { time: '1', text: '{"msg":"a"}' },
    { time: '1', text: 'b' },
    { time: '2', text: '{"msg":"c"}' },
  ];
  expect(diagnosticsReport({ name: 'web' }, logs)).toEqual({
    configmap: { name: 'web' },
    logs: { 1: '{"msg":"a"}\nb', 2: '{"msg":"c"}' },
  });
});

test('diagnosticsReport() masks what the name of a field gives away, there and in all that was logged', () => {
  const configuration = { process: { env: { DB_PASSWORD: 'tr0ub4dor', DB_HOST: 'db' } } };
  const logs = [
    { time: '1', text: '{"DB_PASSWORD":"x","msg":"cannot log in with tr0ub4dor at db"}' },
    { time: '2', text: 'tr0ub4dor, Authorization: Bearer x' },
  ];
  expect(diagnosticsReport(configuration, logs)).toEqual({
    configmap: { process: { env: { DB_PASSWORD: '[secret]', DB_HOST: 'db' } } },
    logs: {
      1: '{"DB_PASSWORD":"[secret]","msg":"cannot log in with [secret] at db"}',
      2: '[secret], Authorization: [secret]',
    },
  });
});

test('diagnosticsReport() masks a secret with quotes, which JSON in JSON writes twice as long', () => {
  const secret = new Secret('pass"word\\7');
  const logs = [{ time: '1', text: JSON.stringify({ msg: `sent ${secret.reveal()}` }) }];
  expect(diagnosticsReport({ text: secret.reveal() }, logs)).toEqual({
    configmap: { text: '[secret]' },
    logs: { 1: '{"msg":"sent [secret]"}' },
  });
});
