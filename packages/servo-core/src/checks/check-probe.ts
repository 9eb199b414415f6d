import { ServoError } from '../errors/servo-error.js';
import type { EventContext } from '../events/event-context.js';
import type { Check } from '../model/check.js';
import type { CheckDeclaration } from './check-declaration.js';
import { formatCheckName } from './check-name.js';
import { checksOf } from './checks-of.js';

/** A check that is ready to run. Internal: not covered by semver. */
export interface CheckProbe {
  readonly check: Check;
  readonly run: () => unknown;
}

/**
 * Makes the probes that an instance's class declares, in order; a multicheck becomes its items in its place. One whose
 * items cannot be had becomes one probe that fails for that reason.
 *
 * Internal: not covered by semver.
 */
export async function probesOf(instance: object, context: EventContext<'check'>): Promise<readonly CheckProbe[]> {
  const probes: CheckProbe[] = [];
  for (const declaration of checksOf(instance.constructor)) {
    const run = (): unknown => methodOf(instance, declaration.method).call(instance, context);
    if (declaration.multiple) probes.push(...(await expand(declaration, instance, run)));
    else probes.push({ check: announce(declaration, formatCheckName(declaration.name, { this: instance })), run });
  }
  return probes;
}

async function expand(
  declaration: CheckDeclaration,
  instance: object,
  source: () => unknown,
): Promise<readonly CheckProbe[]> {
  const { name, method } = declaration;
  try {
    const [items, probe] = assertPair(await source(), name);
    return [...items].map((item, index) => ({
      check: announce(declaration, formatCheckName(name, { this: instance, item }), `${String(method)}_item_${index}`),
      run: () => probe.call(instance, item),
    }));
  } catch (error) {
    const fail = (): never => {
      throw error;
    };
    return [{ check: announce(declaration, formatCheckName(name, { this: instance })), run: fail }];
  }
}

function announce({ description, severity, tags, ...rest }: CheckDeclaration, name: string, id?: string): Check {
  return {
    name,
    id: id ?? rest.id ?? String(rest.method),
    ...(description && { description }),
    severity: severity ?? 'common',
    ...(tags && { tags }),
  };
}

type Method = (this: object, argument: unknown) => unknown;

function methodOf(instance: object, name: string | symbol): Method {
  return (instance as Record<string | symbol, Method>)[name] as Method; // the decorator was on a method of this name
}

function assertPair(answer: unknown, name: string): readonly [Iterable<unknown>, Method] {
  const [items, probe] = Array.isArray(answer) ? (answer as unknown[]) : [];
  if (typeof items === 'object' && items !== null && Symbol.iterator in items && typeof probe === 'function')
    return [items as Iterable<unknown>, probe as Method]; // as the lines above found
  throw new ServoError(
    'CHECK_INVALID',
    `Expected the multicheck "${name}" to answer [items, probe], got ${typeof answer}`,
    {
      hint: 'Return a pair: the things to probe, and a function that probes one of them.',
    },
  );
}
