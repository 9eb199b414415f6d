import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import type { Override } from './laid-over-section.js';

/**
 * A variable may give to all servos what none of them says; what several of them say it may not silence.
 *
 * @param overrides - Of each servo, the values that variables take the place of.
 * @returns the places of all servos but the first.
 */
export function sharedVariables(overrides: readonly (readonly Override[])[]): readonly ConfigurationProblem[] {
  return overrides.flatMap((own, index) => {
    const earlier = new Set(overrides.slice(0, index).flatMap((others) => others.map(({ variable }) => variable)));
    return own
      .filter(({ variable }) => earlier.has(variable))
      .map(({ variable, path, file, line, column }) => ({
        file,
        line,
        column,
        path,
        message: `the variable ${variable} would take the place of what several servos say`,
        hint: `unset it, or write \${${variable}} in the documents that are to have its value`,
      }));
  });
}
