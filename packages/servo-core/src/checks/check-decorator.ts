import type { MethodContext } from '../events/declarations.js';
import { ServoError } from '../errors/servo-error.js';
import { type CheckHandler, type CheckOptions, checkDeclarations } from './check-declaration.js';

/** A decorator for public methods of a connector, or of a class of checks. */
export type CheckDecorator<Handler> = (
  method: Handler,
  context: ClassMethodDecoratorContext & { readonly static: false; readonly private: false },
) => void;

/**
 * Declares a readiness probe. Checks run in the order in which they are written; a failed critical one ends the run.
 *
 * @example
 * class Probe extends Connector.with(ProbeConfig) {
 *   @check('endpoint answers', { severity: 'critical' }) async endpoint({ signal }: EventContext<'check'>) {
 *     const { status } = await fetch(this.config.url, { signal });
 *     return [status === 200, `status ${status}`] as const;
 *   }
 * }
 */
export function check(name: string, options: CheckOptions = {}): CheckDecorator<CheckHandler> {
  return declareCheck(name, options, false);
}

/** Records a declaration. Internal: not covered by semver. */
export function declareCheck(name: string, options: CheckOptions, multiple: boolean) {
  for (const tag of options.tags ?? []) assertTag(tag, name);
  return (_method: unknown, context: MethodContext): void =>
    checkDeclarations.add('check', context, { ...options, name, method: context?.name, multiple });
}

function assertTag(tag: string, name: string): void {
  if (/^[0-9a-z.-]{1,32}$/.test(tag)) return;
  throw new ServoError('CHECK_INVALID', `Expected a tag of 1-32 of 0-9 a-z . - in check "${name}", got "${tag}"`);
}
