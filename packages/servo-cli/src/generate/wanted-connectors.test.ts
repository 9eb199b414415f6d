import type { Candidate } from '@servo/core/documents';
import { expect, test } from 'vitest';
import { wantedConnectors } from './wanted-connectors.js';

const candidate = (name: string, owner = `servo-connector-${name}`): Candidate => ({
  name,
  package: owner,
  version: '1.0.0',
  description: '',
  maturity: 'stable',
  entry: '/index.js',
  export: 'Example',
  commands: {},
});
const process = candidate('process');
const load = candidate('load');
const other = candidate('load', 'acme');

const wanted = (words: readonly string[], candidates: readonly Candidate[] = [process, load]) =>
  wantedConnectors(words, candidates).map(({ key, connector }) => [key, connector]);

test('wantedConnectors() takes all where none is named', () => {
  expect(wanted([])).toEqual([
    ['process', 'process'],
    ['load', 'load'],
  ]);
});

test('wantedConnectors() takes those that are named, by names of their own', () => {
  expect(wanted(['fast:load', 'slow:load'])).toEqual([
    ['fast', 'load'],
    ['slow', 'load'],
  ]);
  expect(wanted(['acme/load'], [load, other])).toEqual([['load', 'acme/load']]);
});

test.each<[words: readonly string[], message: string, hint?: string]>([
  [['lod'], 'This deployment has no connector "lod"', 'Did you mean load?'],
  [['load', 'load'], '"load" is named twice', 'first:load second:load'],
  [['process:load'], '"process" is the name of another connector'],
])('wantedConnectors(%j) is refused', (words, message, hint = '') => {
  expect(() => wanted(words)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(message),
      ...(hint && { hint: expect.stringContaining(hint) }),
    }),
  );
});

test('wantedConnectors() asks which is meant where two packages have one of a name', () => {
  expect(() => wanted(['load'], [load, other])).toThrow(
    'Several packages have a connector "load": servo-connector-load/load, acme/load',
  );
  expect(() => wanted([], [load, other])).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('first:servo-connector-load/load second:acme/load') }),
  );
});
