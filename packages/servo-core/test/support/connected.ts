import { onTestFinished } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { FakeOptimizer, type ListenOptions } from '../../../servo-testing/src/fake-optimizer.js';
import { id, liveServo, type LiveServoOptions } from './live-servo.js';
import { target } from './scripted-runner.js';

/** What a {@link connected} servo is made of, besides its optimizer. */
export type ConnectedOptions = Partial<Omit<LiveServoOptions, 'optimizer'>> &
  Pick<ListenOptions, 'tls' | 'token'> & {
    /** What servo.yaml says of the optimizer. */
    readonly section?: (optimizer: FakeOptimizer) => object;
  };

/** A servo and an optimizer that speak by sockets; the optimizer's clock is that of the servo's waits. */
export async function connected({
  section = (each) => each.opsani(id),
  clock = new FakeClock(),
  tls,
  token,
  ...options
}: ConnectedOptions = {}) {
  const optimizer = await FakeOptimizer.listen({ clock, tls, ...(token !== undefined && { token }) });
  onTestFinished(() => optimizer[Symbol.asyncDispose]());
  const state = { cpu: 2 };
  const begin = () => liveServo({ optimizer: section(optimizer), type: target(state), clock, ...options });
  return { clock, optimizer, state, begin };
}

/** Milliseconds between requests; `NaN` where one is missing. */
export function waits(requests: readonly ({ readonly at: number } | undefined)[]): readonly number[] {
  return requests.slice(1).map((each, index) => (each?.at ?? Number.NaN) - (requests[index]?.at ?? Number.NaN));
}
