import type { Problem, Rule } from './violation.js';

/** What the headers of a request must say. */
export interface HeaderExpectations {
  readonly userAgent: RegExp;
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded';
  readonly accept: RegExp;
}

/** Says what is wrong with the headers of a request. */
export function checkHeaders(
  headers: Readonly<Record<string, string>>,
  { userAgent, contentType, accept }: HeaderExpectations,
): readonly Problem[] {
  const { 'user-agent': agent = '', 'content-type': type = '', accept: accepted = '' } = headers;
  return [
    ...mismatch(userAgent.test(agent), 'user-agent', `expected ${userAgent}, got "${agent}"`),
    ...mismatch(type.split(';')[0] === contentType, 'content-type', `expected ${contentType}, got "${type}"`),
    ...mismatch(accept.test(accepted), 'accept', `expected ${accept}, got "${accepted}"`),
  ];
}

function mismatch(fits: boolean, rule: Rule, message: string): readonly Problem[] {
  return fits ? [] : [{ rule, message }];
}
