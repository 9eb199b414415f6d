import type { LabelSelector } from './objects.js';

const operators: Readonly<Record<string, (key: string, values: string) => string>> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
};

/** Writes a selector as the API server takes it in a query. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) => operators[operator]?.(key, values.join(',')) ?? key),
  ].join(',');
}

const tests: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

/** Returns what tells whether a selector chooses an object with these labels, as the API server decides it. */
export function selection({
  matchLabels = {},
  matchExpressions = [],
}: LabelSelector): (labels: Readonly<Record<string, string>> | undefined) => boolean {
  const wanted = Object.entries(matchLabels); // it is asked often
  return (labels) => {
    for (const [key, value] of wanted) if (labels?.[key] !== value) return false;
    return matchExpressions.every(
      ({ key, operator, values = [] }) => tests[operator]?.(labels?.[key], values) ?? false,
    );
  };
}
