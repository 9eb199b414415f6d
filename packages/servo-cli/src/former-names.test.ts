import { expect, test } from 'vitest';
import { commandTable } from './command-table.js';
import { formerCommand, formerNames, formerOption } from './former-names.js';
import { globalOptions } from './global-options.js';

const known = commandTable.map(({ name }) => name.replace(/ .*/, ''));

test.for(formerNames.commands)('formerCommand() sends who calls "%s" to commands that there are', (name) => {
  expect(known).not.toContain(name);
  const named = [...(formerCommand(name) ?? '').matchAll(/servo ([a-z]+)(?=[ ,;.])/g)].map(([, command]) => command);
  expect(known).toEqual(expect.arrayContaining(named.filter((each) => each !== 'starts')));
});

test('formerOption() answers options that no command has any more, by command where that matters', () => {
  expect(formerNames.options.filter((name) => Object.hasOwn(globalOptions, name))).toEqual([]);
  expect(formerOption('token', undefined)).toContain('OPSANI_TOKEN');
  expect(formerOption('f', 'config')).toContain('--format');
  expect(formerOption('f', 'version')).toContain('-o json');
  expect(formerOption('d', 'run')).toContain('--dry-run');
  expect(formerOption('d', 'plan')).toBeUndefined();
  expect([formerOption('toString', 'run'), formerCommand('constructor')]).toEqual([undefined, undefined]);
});
