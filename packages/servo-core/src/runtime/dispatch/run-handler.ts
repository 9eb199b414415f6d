import type { ConfigSchema } from '../../config/config-schema.js';
import { ServoError } from '../../errors/servo-error.js';
import type { EventContext } from '../../events/event-context.js';
import type { EventDefinition } from './event-registry.js';
import type { MountedHandler } from './mounted-connector.js';

/** Calls a handler, inside the wrapper of its event where there is one. Answers at once when the handler does. */
export function runHandler(
  handler: MountedHandler,
  definition: EventDefinition,
  argument: unknown,
  context: EventContext,
): unknown {
  if (context.phase !== 'on') return handler.run(argument, context);
  if (definition.wrapper || definition.schemas?.result) return runWrapped(handler, definition, argument, context);
  return handler.run(argument, context);
}

async function runWrapped(
  handler: MountedHandler,
  { wrapper, schemas }: EventDefinition,
  argument: unknown,
  context: EventContext,
): Promise<unknown> {
  const around = wrapper?.handler.run(argument, context) as Wrapper | undefined; // by its type
  if (around && (await around.next()).done)
    throw new ServoError('EVENT_WRAPPER_INVALID', `The wrapper of "${handler.event}" ended without a yield`);
  let value: unknown;
  try {
    value = await handler.run(argument, context);
  } catch (error) {
    if (around) await tearDown(around, handler, () => around.throw(error));
    throw error;
  }
  if (around) await tearDown(around, handler, () => around.next());
  return schemas?.result ? validateEvent(schemas.result, value, `an answer to "${handler.event}"`) : value;
}

/** Lets a wrapper go on after its yield, to its end. */
async function tearDown(
  around: Wrapper,
  { event }: MountedHandler,
  step: () => ReturnType<Wrapper['next']>,
): Promise<void> {
  if ((await step()).done) return;
  await around.return();
  throw new ServoError('EVENT_WRAPPER_INVALID', `The wrapper of "${event}" yielded more than once`);
}

/** Checks what crosses an event by the schema that its owner gave. */
export async function validateEvent(schema: ConfigSchema, value: unknown, what: string): Promise<unknown> {
  const outcome = (await schema['~standard'].validate(value)) as StandardOutcome; // the form that the standard defines
  if (!outcome.issues) return outcome.value;
  const text = outcome.issues.map(({ message }) => message).join('; ');
  throw new ServoError('EVENT_DATA_INVALID', `Expected ${what} to fit its schema: ${text}`);
}

type Wrapper = AsyncGenerator<void, void, void>;

interface StandardOutcome {
  readonly value?: unknown;
  readonly issues?: readonly { readonly message: string }[];
}
