import { describe, expect, test } from 'vitest';
import { usageError } from './usage-error.js';

const options = `
  -c, --config-file  The configuration
      --exit-when-done  End the run with the study
      --frozen  As in servo.lock`;

function explained(text: string, ...argv: readonly string[]): readonly [message: string, hint: string | undefined] {
  const [command = ''] = argv;
  const { message, hint } = usageError(text, { argv, help: `servo ${command}\n${options}` });
  return [message, hint];
}

describe('usageError()', () => {
  test('names the command that was perhaps meant, or else all of them', () => {
    expect(explained('Unknown argument: mesure', 'mesure')).toEqual([
      'Unknown command "mesure"',
      'Did you mean servo measure?',
    ]);
    expect(explained('Unknown command: dance', 'dance')).toEqual([
      'Unknown command "dance"',
      expect.stringMatching(
        /^The commands are init, run, plan, .*version\. Those of connectors are in servo connectors\.$/,
      ),
    ]);
  });

  test('names the option that was perhaps meant, as it was written', () => {
    expect(explained('Unknown arguments: exit-when-don, exitWhenDon', 'run', '--exit-when-don=1')).toEqual([
      'Unknown option --exit-when-don',
      'Did you mean --exit-when-done?',
    ]);
    expect(explained('Unknown argument: x', 'run', '-x')).toEqual(['Unknown option -x', 'See servo run --help.']);
  });

  test('names all options that there are not', () => {
    const text = 'Unknown arguments: fozen, exit-when-don, exitWhenDon, bar';
    expect(explained(text, 'run', '--fozen', '--exit-when-don', '--bar')).toEqual([
      'Unknown options --fozen, --exit-when-don, --bar',
      '--fozen: Did you mean --frozen? --exit-when-don: Did you mean --exit-when-done?',
    ]);
  });

  test('knows the command from the values of options', () => {
    expect(explained('Unknown argument: x', 'measure', '-n', 'run', '-x')[1]).toBe('See servo measure --help.');
  });

  test('names the value that was perhaps meant', () => {
    const text = 'Invalid values:\n  Argument: halt-on, Given: "critcal", Choices: "warning", "critical"';
    expect(explained(text, 'check', '--halt-on', 'critcal')[1]).toBe('Did you mean critical?');
  });

  test('tells an argument too many from an unknown command', () => {
    expect(explained('Unknown argument: now', 'plan', 'now')).toEqual([
      'Unexpected argument "now"',
      'See servo plan --help.',
    ]);
  });

  test('says what an option may be, and what it was given', () => {
    const text = 'Invalid values:\n  Argument: output, Given: "xml", Choices: "table", "json"';
    expect(explained(text, 'plan', '-o', 'xml')[0]).toBe('--output: expected one of "table", "json", got "xml"');
  });

  test('says what is missing', () => {
    expect(explained('Not enough non-option arguments: got 0, need at least 1', 'adjust')).toEqual([
      'Expected at least 1 argument, got 0',
      'See servo adjust --help.',
    ]);
    expect(explained('Not enough arguments following: c', 'plan', '-c')[0]).toBe('Expected a value after -c');
    expect(explained('Not enough arguments following: output', 'plan')[0]).toBe('Expected a value after --output');
  });

  test('says what is there instead of what ServoX had', () => {
    expect(explained('Unknown arguments: l, exec', 'exec', 'ls', '-l')).toEqual([
      'Unknown command "exec"',
      expect.stringMatching(/^Start the program yourself/),
    ]);
    expect(explained('Unknown argument: metrics', 'metrics')[1]).toBe('Use servo show metrics.');
    expect(explained('Unknown arguments: token-file, tokenFile', 'run', '--token-file=x')).toEqual([
      'Unknown option --token-file',
      expect.stringContaining('OPSANI_TOKEN_FILE'),
    ]);
    expect(explained('Unknown argument: d', 'run', '-d')[1]).toBe('Write --dry-run.');
  });

  test('is an error of what the user wrote, whatever the parser says', () => {
    expect(usageError('Something new', { argv: [], help: '' })).toMatchObject({
      code: 'USAGE_INVALID',
      message: 'Something new',
      hint: 'See servo --help.',
    });
  });
});
