import { z } from '@servo/core/config';

/** The name of a metric, as the server knows it. */
export const metricName: z.ZodString = z
  .string()
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'expected the name of a metric, such as http_requests_total');

/** The name of a label. That of the metric itself is not one: it is said by what the shorthand is of. */
export const labelName: z.ZodString = z
  .string()
  .regex(/^(?!__name__$)[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected the name of a label, such as job');

/** What labels must be: a value, or one of the operators of PromQL and a value, such as `=~5..`. */
export type Where = Readonly<Record<string, string>>;

/**
 * Names the series of a metric whose labels are so: `http_requests_total{job="shop", code=~"5.."}`. A label that two say
 * something of must be as both say.
 */
export function selector(name: string, ...wheres: readonly Where[]): string {
  const matchers = matchersOf(wheres);
  return matchers.length === 0 ? name : `${name}{${matchers.join(', ')}}`;
}

/** Names the series of all metrics whose names are so, as a regular expression says, and whose labels are so. */
export function selectorOfNames(names: string, where: Where): string {
  return `{${[`__name__=~${quoted(names)}`, ...matchersOf([where])].join(', ')}}`;
}

/** The labels that must have one value, and that value. */
export function exactLabels(where: Where): Where {
  const exact = Object.entries(where).flatMap(([label, text]) => {
    const { operator, value } = matcher(text);
    return operator === '=' ? [[label, value] as const] : [];
  });
  return Object.fromEntries(exact);
}

function matchersOf(wheres: readonly Where[]): readonly string[] {
  const labels = wheres.flatMap((where) => Object.entries(where));
  const matchers = labels.map(([label, text]) => {
    const { operator, value } = matcher(text);
    return `${label}${operator}${quoted(value)}`;
  });
  return [...new Set(matchers)];
}

function matcher(text: string): { readonly operator: string; readonly value: string } {
  const [, operator = '=', value = ''] = /^(=~|!=|!~|=)?(.*)$/su.exec(text) ?? [];
  return { operator, value };
}

/** PromQL knows every escape of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
