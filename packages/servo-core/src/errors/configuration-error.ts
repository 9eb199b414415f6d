import { brand } from './brand.js';
import { ServoError, type ServoErrorOptions } from './servo-error.js';

/** The line that a problem is in, as it may be shown: without secrets. */
export interface ProblemExcerpt {
  /** One line of printable characters; of a long one, what is around the problem. */
  readonly text: string;
  /** Where in the text that begins which is wrong; 1-based. */
  readonly column: number;
  /** How many characters of the text are wrong; at least one. */
  readonly length: number;
}

/** One thing that is wrong with what the user wrote. */
export interface ConfigurationProblem {
  /** What is wrong, in one sentence without the location: `unknown key "worker"`. */
  readonly message: string;
  /** The file as the user would name it; absent for values from elsewhere. */
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** 1-based. */
  readonly column?: number | undefined;
  /** Where in the document, with the user's own names: `process.settings.workers.min`. */
  readonly path?: string | undefined;
  readonly expected?: string | undefined;
  /** Never the value of a secret. */
  readonly found?: string | undefined;
  /** What to do: the nearest valid key, a command to run. */
  readonly hint?: string | undefined;
  /** What stands there. */
  readonly excerpt?: ProblemExcerpt | undefined;
  /** The connector whose schema says what may stand there. */
  readonly connector?: string | undefined;
}

/**
 * What the user wrote cannot be used; carries every problem that was found, not only the first.
 *
 * @example
 * throw new ConfigurationError([{ message: 'unknown key "worker"', file: 'servo.yaml', line: 4, column: 3, hint: 'did you mean "workers"?' }]);
 */
export class ConfigurationError extends ServoError {
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[], options: ServoErrorOptions & { readonly code?: string } = {}) {
    super(options.code ?? 'CONFIGURATION_INVALID', problems.map(describeProblem).join('\n'), options);
    this.problems = problems;
  }
}
brand(ConfigurationError, 'configuration-error');

function describeProblem({ message, file, line, column, path, expected, found, hint }: ConfigurationProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const detail = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  const subject = path ? `${path}: ${message}` : message;
  return [place && `${place}: `, subject, detail && ` (${detail})`, hint && `; ${hint}`].filter(Boolean).join('');
}
