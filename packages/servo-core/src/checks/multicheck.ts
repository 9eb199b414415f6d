import { type CheckDecorator, declareCheck } from './check-decorator.js';
import type { CheckOptions, MulticheckHandler } from './check-declaration.js';

/**
 * Declares one probe for each of several things. Their ids are `<method>_item_<index>`.
 *
 * @example
 * class Queries extends Connector.with(QueriesConfig) {
 *   @multicheck('query {item} is valid') queries() {
 *     return [this.config.queries, (query: string) => this.validate(query)] as const;
 *   }
 * }
 */
export function multicheck<Item>(
  name: string,
  options: Omit<CheckOptions, 'id'> = {},
): CheckDecorator<MulticheckHandler<Item>> {
  return declareCheck(name, options, true);
}
