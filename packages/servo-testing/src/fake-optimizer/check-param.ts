import { type RequestEvent, wireCompletion, wireProgress } from '@servo/core/wire';
import { explain } from './explain.js';
import type { Said } from './servo-session.js';

type Param = Readonly<Record<string, unknown>>;

const progress = wireProgress.strict();
const completion = wireCompletion.strict();
const payloads: Readonly<Partial<Record<RequestEvent, readonly string[]>>> = {
  DESCRIPTION: ['descriptor'],
  MEASUREMENT: ['metrics', 'annotations'],
  ADJUSTMENT: ['state'],
};

/** Says what is wrong with the parameters of a message. */
export function checkParam({ event, param, report }: Omit<Said, 'body'>, userAgent: string): readonly string[] {
  if (report)
    return param ? (report === 'progress' ? ofProgress(param) : ofCompletion(event, param)) : ['param is null'];
  if (event === 'HELLO') return param ? ofHello(param, userAgent) : []; // a check of the connection says nothing
  if (event === 'GOODBYE') return [...only(param ?? {}, ['reason']), ...text(param ?? {}, 'reason')];
  return param === null ? [] : ['param is not null'];
}

function ofHello(param: Param, userAgent: string): readonly string[] {
  const telemetry = param['telemetry'];
  const isText = (value: unknown): boolean => typeof value === 'string';
  const known = typeof telemetry === 'object' && telemetry !== null && Object.values(telemetry).every(isText);
  return [
    ...only(param, ['agent', 'telemetry']),
    ...when(param['agent'] !== userAgent, `agent is ${JSON.stringify(param['agent'])}, the user agent "${userAgent}"`),
    ...when(!known, 'telemetry is not a mapping of text'),
  ];
}

function ofProgress(param: Param): readonly string[] {
  const read = progress.safeParse(param);
  return read.success ? missing(param, ['runtime', 'cmd_uid']) : [explain(read.error.issues)];
}

function ofCompletion(event: RequestEvent, param: Param): readonly string[] {
  const read = completion.safeParse(param);
  if (!read.success) return [explain(read.error.issues)];
  const ok = param['status'] === 'ok';
  const payload = payloads[event] ?? [];
  const foreign = Object.values(payloads)
    .flat()
    .filter((key) => !payload.includes(key) && Object.hasOwn(param, key));
  return [
    ...missing(param, ['status', 'message', 'reason', 'cmd_uid', ...(ok ? payload : [])]),
    ...when(foreign.length > 0, `${foreign.join(' and ')} belong to another event`),
    ...(ok ? when(param['reason'] !== 'success', 'reason is not "success"') : text(param, 'message')),
  ];
}

function only(param: Param, keys: readonly string[]): readonly string[] {
  return Object.keys(param).flatMap((key) => when(!keys.includes(key), `unknown key ${key}`));
}

function missing(param: Param, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => when(!Object.hasOwn(param, key), `${key} is missing`));
}

function text(param: Param, key: string): readonly string[] {
  return when(typeof param[key] !== 'string' || param[key] === '', `${key} is not a text`);
}

function when(wrong: boolean, message: string): readonly string[] {
  return wrong ? [message] : [];
}
