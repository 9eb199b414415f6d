import { expect, test } from 'vitest';
import { formatCores, isWholeMillicores, parseCores } from './cpu.js';
import { bytesOf, formatBytes, gibibytesOf, memoryQuantity, parseBytes } from './memory.js';
import { quantityNumber } from './quantity.js';

test.each([
  ['100m', 0.1, '100m'],
  ['0.1', 0.1, '100m'],
  [0.1, 0.1, '100m'],
  ['.150', 0.15, '150m'],
  [1, 1, '1'],
  ['1.0', 1, '1'],
  [2.5, 2.5, '2.5'],
  ['2500m', 2.5, '2.5'],
  ['4000m', 4, '4'],
  ['123m', 0.123, '123m'],
  [100, 100, '100'],
  ['100u', 0.0001, '100u'],
  ['100n', 1e-7, '100n'],
  ['0.0000001', 1e-7, '100n'],
  ['0.1m', 0.0001, '100u'],
  ['250000000n', 0.25, '250m'],
  ['12345n', 0.000012345, '12.345u'],
  ['0.1234', 0.1234, '123.4m'],
  ['2.50', 2.5, '2.5'],
  [0, 0, '0'],
])('parseCores() reads %j and formatCores() writes it', (input, cores, text) => {
  expect(parseCores(input)).toBe(cores);
  expect(formatCores(cores)).toBe(text);
});

test.each(['', 'abc', '1k', ' 1', '1Gi', '-1', '1e'])('parseCores() refuses %j', (text) => {
  expect(parseCores(text)).toBeUndefined();
});

test('isWholeMillicores() knows what Kubernetes can give', () => {
  expect([0.125, 2, 0.001].every(isWholeMillicores)).toBe(true);
  expect(isWholeMillicores(0.0005)).toBe(false);
});

test.each([
  ['128Mi', 134_217_728n, '128Mi'],
  ['128MiB', 134_217_728n, '128Mi'],
  ['128 MiB', 134_217_728n, '128Mi'],
  ['0.25 GiB', 268_435_456n, '256Mi'],
  ['0.75GiB', 805_306_368n, '768Mi'],
  ['3G', 3_000_000_000n, '2.793967723846435546875Gi'],
  [0.5, 536_870_912n, '512Mi'],
  ['0.5', 536_870_912n, '512Mi'],
  ['2.0', 2_147_483_648n, '2Gi'],
  [4_362_076_160, 4_362_076_160n, '4.0625Gi'],
  ['128974848', 128_974_848n, '123Mi'],
])('parseBytes() reads %j, and formatBytes() writes it', (input, bytes, text) => {
  expect(parseBytes(input)).toBe(bytes);
  expect(formatBytes(bytes)).toBe(text);
});

test.each(['1', 4, '', 'abc', '128m', 'Mi', '1 i', '-1Gi'])('parseBytes() refuses %j', (text) => {
  expect(parseBytes(text)).toBeUndefined();
});

test('memoryQuantity() writes whole numbers only', () => {
  expect([536_870_912n, 1_395_864_371n, 3_221_225_472n].map(memoryQuantity)).toEqual(['512Mi', '1395864371', '3Gi']);
});

test('bytesOf() and gibibytesOf() come back to where they began', () => {
  for (const gibibytes of [0.03125, 0.5, 1, 2.793967723846435546875, 64])
    expect(gibibytesOf(bytesOf(gibibytes))).toBe(gibibytes);
});

test.each([
  ['250m', 0.25],
  ['2', 2],
  ['129e6', 129_000_000],
  ['128m', 0.128],
  ['1Ki', 1_024],
  ['1.5Gi', 1_610_612_736],
])('quantityNumber() reads %j of the API server', (text, number) => {
  expect(quantityNumber(text)).toBe(number);
});
