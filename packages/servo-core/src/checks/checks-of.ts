import { type CheckDeclaration, checkDeclarations } from './check-declaration.js';

/** Returns the checks that a class declares, in the order they were written, parents first. */
export function checksOf(type: object): readonly CheckDeclaration[] {
  return checkDeclarations.of(type);
}
