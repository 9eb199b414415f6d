import { expect, test } from 'vitest';
import { check } from '../checks/check-decorator.js';
import { event } from './event.js';
import { on } from './on.js';

/** Calls a decorator as the older proposal does: with the prototype and the name of the method. */
const legacy = (decorator: unknown) => () => (decorator as (target: object, name: string) => void)({}, 'measure');

test.for([
  ['on("measure")', on('measure')],
  ['event("measure")', event('measure')],
  ['check', check('endpoint answers')],
] as const)('@%s says that it is a standard decorator', ([name, decorator]) => {
  expect(legacy(decorator)).toThrow(
    expect.objectContaining({
      code: 'DECORATOR_LEGACY',
      message: `@${name} is a standard decorator`,
      hint: 'Remove "experimentalDecorators" from tsconfig.json.',
    }),
  );
});
