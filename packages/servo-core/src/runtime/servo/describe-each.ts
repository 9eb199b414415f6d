import type { DescribeInput, EventInput, EventName } from '../../events/event-map.js';
import type { EventResult } from '../../events/event-result.js';
import type { Description } from '../../model/description.js';
import type { SendOptions } from '../dispatch/send.js';
import type { Described } from './merge-descriptions.js';

/** Asks the connectors of a servo. */
export type Ask = <E extends EventName>(
  event: E,
  input: EventInput<E>,
  options: SendOptions,
) => Promise<readonly EventResult<E>[]>;

/**
 * Asks each connector what can be adjusted and measured; one may be among the answers several times. One whose `describe`
 * names no metrics, or no components, is asked for those alone.
 */
export async function describeEach(
  ask: Ask,
  input: DescribeInput,
  options: SendOptions,
): Promise<readonly Described[]> {
  const described = await ask('describe', input, options);
  const told = (kind: keyof Description): readonly string[] =>
    described.flatMap(({ connector, value }) => (value[kind].length > 0 ? [connector] : []));
  const metrics = await ask('metrics', undefined, { ...options, exclude: told('metrics') });
  const components = await ask('components', undefined, { ...options, exclude: told('components') });
  return [
    ...described.map(({ connector, value }) => ({ connector, ...value })),
    ...metrics.map(({ connector, value }) => ({ connector, components: [], metrics: value })),
    ...components.map(({ connector, value }) => ({ connector, components: value, metrics: [] })),
  ];
}
