import { expect, test } from 'vitest';
import { type ConfigPath, formatPath } from './config-source.js';
import { readConfigText } from './read-config-file.js';

const text = `name: a
web: &web
  list: [x, {y: 1}]
  "quoted key": 2
db:
  <<: *web
  own: 3
cache:
  <<: [{first: 4}, *web]
copy: *web
more: &more
  <<: *web
  own: 4
twice:
  <<: *more
`;
const [{ source }] = readConfigText(text, { file: 'servo.yaml', env: {} });
const place = (path: ConfigPath, at: 'key' | 'value' = 'value'): string => {
  const { file, line, column } = source.problem(path, { message: '' }, { at });
  return `${file}:${line}:${column}`;
};

test.for<readonly [path: ConfigPath, place: string]>([
  [[], 'servo.yaml:1:1'],
  [['name'], 'servo.yaml:1:7'],
  [['web', 'list', 0], 'servo.yaml:3:10'],
  [['web', 'list', 1, 'y'], 'servo.yaml:3:17'],
  [['web', 'quoted key'], 'servo.yaml:4:17'],
  [['db', 'own'], 'servo.yaml:7:8'],
  [['db', 'list', 0], 'servo.yaml:3:10'],
  [['twice', 'own'], 'servo.yaml:13:8'],
  [['twice', 'list', 0], 'servo.yaml:3:10'],
  [['cache', 'first'], 'servo.yaml:9:16'],
  [['cache', 'quoted key'], 'servo.yaml:4:17'],
  [['copy', 'list', 0], 'servo.yaml:3:10'],
])('ConfigSource.problem() finds %j at %s, through aliases and merge keys', ([path, expected]) => {
  expect(place(path)).toBe(expected);
});

test('ConfigSource.problem() places what is missing at what should hold it', () => {
  expect(place(['web', 'missing', 'deep'])).toBe(place(['web']));
  expect(place(['missing'])).toBe('servo.yaml:1:1');
});

test('ConfigSource.problem() can name the place of a key', () => {
  expect([place(['db', 'own'], 'key'), place(['name'], 'key')]).toEqual(['servo.yaml:7:3', 'servo.yaml:1:1']);
});

test('formatPath() writes a path as a person would', () => {
  expect(formatPath(['process', 'settings', 0, 'min'])).toBe('process.settings[0].min');
  expect(formatPath([])).toBe('');
});
