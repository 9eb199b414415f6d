import { ConfigurationError, type ConfigurationProblem, maskSecrets, ServoError } from '@servo/core';
import { CommandLineError } from '../command-line-error.js';
import { excerptLines, type ExcerptLinesOptions } from './excerpt-lines.js';
import type { Paint } from './paint.js';

const most = 50;

/**
 * Writes an error for a person: code, what was expected and what came, the line where it stands, and what to do; secrets
 * in it are masked.
 */
export function errorText(thrown: unknown, paint: Paint, columns = 120): string {
  const errors = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return errors.map((each) => one(ServoError.from(each), { paint, columns })).join('\n');
}

function one(error: ServoError, options: ExcerptLinesOptions): string {
  const title = options.paint('red', `error[${error.code}]`);
  const hint = error.hint ? [`  ${maskSecrets(error.hint)}`] : [];
  if (error instanceof ConfigurationError && error.problems.length > 0) {
    const { problems } = error;
    const shown = problems.slice(0, most).map((problem) => problemLines(problem, options).join('\n'));
    const more = problems.length > most ? [`and ${problems.length - most} more problems`] : [];
    const separator = problems.length > 1 ? '\n' : ' ';
    return [`${title}:${separator}${shown.join('\n')}`, ...more, ...hint, ...whereToLook(error.code, problems)].join(
      '\n',
    );
  }
  const excerpt = error instanceof CommandLineError && error.excerpt ? excerptLines(error.excerpt, options) : [];
  return [`${title}: ${maskSecrets(error.message)}`, ...excerpt, ...hint].join('\n');
}

function problemLines(problem: ConfigurationProblem, options: ExcerptLinesOptions): readonly string[] {
  const { excerpt, line } = problem;
  const label = line === undefined ? '' : String(line);
  return [
    maskSecrets(new ConfigurationError([problem]).message),
    ...(excerpt?.text.trim() ? excerptLines(excerpt, { ...options, label }) : []),
  ];
}

const aboutTarget = new Set([
  'OBJECTIVE_METRIC_UNKNOWN',
  'PRICE_UNKNOWN',
  'CONSTRAINT_METRIC_UNKNOWN',
  'CONSTRAINT_UNIT_MISSING',
  'CONSTRAINT_UNIT_INCOMPATIBLE',
]);

/** Names the commands that show what may stand where something is wrong. */
function whereToLook(code: string, problems: readonly ConfigurationProblem[]): readonly string[] {
  if (aboutTarget.has(code)) return ['  What there is: servo describe'];
  const connectors = [...new Set(problems.flatMap(({ connector }) => connector ?? []))];
  const own = problems.some(
    ({ connector, path }) => connector === undefined && path?.match(/^(optimizer|settings|checks)\./),
  );
  const commands = [...(own ? ['servo schema --top-level'] : []), ...connectors.map((name) => `servo schema ${name}`)];
  return commands.length === 0 ? [] : [`  What may stand there: ${commands.join(', ')}`];
}
