/** The rules of the protocol that a servo is held to. */
export const rules = {
  path: 'requests go to the URL of the optimizer, by POST',
  'content-type': 'the body is announced as what it is',
  accept: 'the servo says what it accepts',
  'user-agent': 'the servo says who it is',
  authorization: 'each request proves, in one way, who the servo is',
  envelope: 'a request is JSON with event, param and servo_uid, and nothing else',
  param: 'the parameters fit the event',
  hello: 'HELLO comes first, and again after GOODBYE',
  restart: 'a servo that was told to begin anew says HELLO before it asks again',
  unanswered: 'a command is completed before the next one is asked for',
  uid: 'a report carries the uid of a command that was given out',
  event: 'a report comes under the event that answers its command',
  abandoned: 'nothing is said of a command that was abandoned',
  cancelled: 'a command that was cancelled ends as cancelled',
  'progress-range': 'progress lies between 0 and 100, exclusive',
  'progress-order': 'progress rises from report to report',
  'progress-late': 'no progress is reported after the completion',
  'completion-changed': 'a completion that is sent again is the same, byte for byte',
  'completion-repeated': 'a completion that was acknowledged is not sent again',
} as const satisfies Readonly<Record<string, string>>;

/** The name of a rule of the protocol. */
export type Rule = keyof typeof rules;

/** A rule that was broken, and how. */
export interface Problem {
  readonly rule: Rule;
  readonly message: string;
}

/** A rule that a servo broke. */
export interface Violation extends Problem {
  /** The id of the servo; empty when the request names none. */
  readonly servo: string;
  /** The {@link ReceivedRequest.number} of the request. */
  readonly request: number;
}
