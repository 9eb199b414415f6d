import type { CheckOptions, MulticheckHandler } from './check-declaration.js';
import { type CheckDecorator, declareCheck } from './check-decorator.js';

/** A decorator for public methods that name several things and one way to probe them. */
export type MulticheckDecorator = <Item>(
  method: MulticheckHandler<Item>,
  context: Parameters<CheckDecorator<never>>[1],
) => void;

/**
 * Declares one probe for each of several things. Their ids are `<method>_item_<index>`. The things are asked for before
 * the first check of the run.
 *
 * @example
 * class Queries extends Connector.with(QueriesConfig) {
 *   @multicheck('query {item} is valid') queries() {
 *     return [this.config.queries, (query: string) => this.validate(query)] as const;
 *   }
 * }
 */
export function multicheck(name: string, options: Omit<CheckOptions, 'id'> = {}): MulticheckDecorator {
  return declareCheck(name, options, true);
}
