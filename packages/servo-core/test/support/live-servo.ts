import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { recordingLogger } from '../../../servo-testing/src/recording-logger.js';
import type { ConnectorClass } from '../../src/connector/connector-class.js';
import { createDrive } from '../../src/runtime/assembly/create-drive.js';
import { loadDocument } from '../../src/runtime/config-file/load-document.js';
import { readConfigText } from '../../src/runtime/config-file/read-config-file.js';
import type { Post } from '../../src/runtime/optimizer-client/post.js';
import { remotePost } from '../../src/runtime/optimizer-client/remote-post.js';
import type { ServoEvent } from '../../src/runtime/runner/servo-event.js';
import { Shutdown } from '../../src/runtime/runner/shutdown.js';
import { Servo } from '../../src/runtime/servo/servo.js';
import type { Clock } from '../../src/time/clock.js';
import { systemClock } from '../../src/time/system-clock.js';
import { temporaryFolder } from './temporary-folder.js';

/** The id of the servo. */
export const id = 'example.com/web';

/** What a {@link liveServo} is made of. */
export interface LiveServoOptions {
  /** The section of servo.yaml. */
  readonly optimizer: object;
  readonly settings?: object;
  readonly type: ConnectorClass;
  readonly env?: Readonly<Record<string, string>>;
  /** Moved by hand; the waits of the servo follow it. */
  readonly clock?: FakeClock;
  /** What the servo reads the time from, where that is not `clock` itself. */
  readonly view?: Clock;
  /** By which a request may take too long as a whole. */
  readonly networkClock?: Clock;
  /** Where relative paths start. */
  readonly cwd?: string;
}

/** A servo as servo.yaml describes it, from its runner down to its sockets; only the time of its waits is not real. */
export async function liveServo({ optimizer, settings = {}, type, env = {}, ...options }: LiveServoOptions) {
  const { clock = new FakeClock(), cwd = temporaryFolder(), networkClock = systemClock } = options;
  const { view = clock } = options;
  const [stateDir, logger, events] = [join(cwd, '.servo'), recordingLogger(), [] as ServoEvent[]];
  const text = JSON.stringify({ optimizer, settings }); // which is YAML
  const document = await loadDocument(readConfigText(text, { file: 'servo.yaml', env })[0], { env, cwd, known: [] });
  const network = remotePost(env, networkClock);
  let flying = 0;
  const post: Post = async (request) => {
    flying += 1;
    try {
      return await network(request);
    } finally {
      flying -= 1;
    }
  };
  const servo = new Servo({ name: 'web', clock: view, logger, env, cwd, stateDir });
  await servo.addConnector({ name: 'target', type, config: {} });
  const surroundings = { documents: [document], env, cwd, stateDir, post, random: () => 0.5 };
  const observe = (event: ServoEvent): void => void events.push(event);
  const { runner } = await createDrive({
    servo,
    document,
    specs: [],
    stateDir,
    clock: view,
    logger,
    version: '1.0.0',
    options: { ...surroundings, observe },
  });
  const stopping = new AbortController();
  const state = { settled: false };
  const done = runner.run(stopping.signal).finally(() => (state.settled = true));
  done.catch(() => {}); // looked at by the tests that expect a failure

  /** Lets time pass while nothing is on its way, until something has come about. */
  const until = async (seen: () => boolean): Promise<void> => {
    const latest = performance.now() + 15_000;
    while (!seen()) {
      if (performance.now() > latest)
        expect.unreachable(`${String(seen)} did not come about: ${JSON.stringify(events.slice(0, 30))}`);
      await clock.advance(0);
      if (flying === 0 && clock.pending > 0 && !seen()) await clock.advance(500);
    }
  };
  /** Asks the servo to stop. */
  const halt = (reason: string): void => stopping.abort(new Shutdown(reason));
  /** Asks the servo to stop, and waits until it has. */
  const stop = async (reason = 'SIGTERM'): Promise<void> => {
    halt(reason);
    await until(() => state.settled);
    await done;
  };
  const dispose = async (): Promise<void> => {
    halt('test');
    await until(() => state.settled);
    await done.catch(() => {}); // as above
    await servo[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  };
  onTestFinished(dispose);
  const saw = (what: ServoEvent['type']): boolean => events.some((event) => event.type === what);
  return { servo, runner, clock, cwd, logger, events, saw, until, halt, stop, dispose, done, inFlight: () => flying };
}
