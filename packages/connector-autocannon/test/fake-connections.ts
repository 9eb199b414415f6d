import type { Clock } from '@servo/core';
import type { Answer, Connection } from '../src/worker/connection.js';

/** How a fake service behaves: how long the answer takes and what it is, by the time since the first request and that until it is given up. */
export type Behaviour = (since: number, timeout: number) => Answer & { readonly after: number };

/** Connections to a service that exists only on a clock. `used` lists, by connection, when each request was sent. */
export function fakeConnections(count: number, clock: Clock, behave: Behaviour) {
  const used: number[][] = [];
  const start = clock.monotonic();
  const connections = Array.from({ length: count }, (_, index): Connection => {
    const sent: number[] = (used[index] = []);
    return {
      send(timeout, settle) {
        const since = clock.monotonic() - start;
        sent.push(since);
        const { after, ...answer } = behave(since, timeout);
        void clock.sleep(after).then(() => settle(answer));
      },
    };
  });
  return { connections, used };
}

/** A service that always answers 200 after this many milliseconds. */
export function steady(after: number): Behaviour {
  return () => ({ after, status: 200 });
}
