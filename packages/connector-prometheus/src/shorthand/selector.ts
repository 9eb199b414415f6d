import { z } from '@servo/core/config';

/** The name of a metric, as the server knows it. */
export const metricName: z.ZodString = z
  .string()
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'expected the name of a metric, such as http_requests_total');

/** The name of a label. */
export const labelName: z.ZodString = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected the name of a label, such as job');

/** What labels must be: a value, or one of the operators of PromQL and a value, such as `=~5..`. */
export type Where = Readonly<Record<string, string>>;

/** Names the series of a metric whose labels are so: `http_requests_total{job="shop", code=~"5.."}`. */
export function selector(name: string, where: Where): string {
  const matchers = Object.entries(where).map(([label, text]) => {
    const [, operator = '=', value = ''] = /^(=~|!=|!~|=)?(.*)$/su.exec(text) ?? [];
    return `${label}${operator}${JSON.stringify(value)}`;
  });
  return matchers.length === 0 ? name : `${name}{${matchers.join(', ')}}`;
}

/** The labels that must have one value, and that value. */
export function exactLabels(where: Where): Where {
  const exact = Object.entries(where).flatMap(([label, text]) => {
    const [, value] = /^(?!=~|!=|!~)=?(.*)$/su.exec(text) ?? [];
    return value === undefined ? [] : [[label, value] as const];
  });
  return Object.fromEntries(exact);
}
