import type { ConnectorHost } from '@servo/core';
import { FakeClock } from './fake-clock.js';
import { fakeDispatch } from './fake-dispatch.js';
import { recordingLogger } from './recording-logger.js';

/** What replaces a default of {@link connectorHost}. */
export type ConnectorHostOptions = Partial<Omit<ConnectorHost, 'config'>>;

type NoConfig = Readonly<Record<never, never>>;

/**
 * Makes what a connector's constructor takes: a {@link FakeClock}, a {@link recordingLogger} and a {@link fakeDispatch}
 * unless given, an empty environment, and folders that do not exist.
 *
 * @example
 * const connector = new TraceConnector(connectorHost({ config: TraceConfig.parse({ url: 'http://127.0.0.1:1' }) }));
 */
export function connectorHost(options?: ConnectorHostOptions): ConnectorHost<NoConfig>;
export function connectorHost<Config>(
  options: ConnectorHostOptions & { readonly config: Config },
): ConnectorHost<Config>;
export function connectorHost(options: Partial<ConnectorHost> = {}): ConnectorHost {
  return {
    name: 'test',
    config: {},
    logger: recordingLogger(),
    clock: new FakeClock(),
    env: {},
    cwd: '/nowhere/deployment',
    stateDir: '/nowhere/state',
    dispatch: fakeDispatch(),
    ...options,
  };
}
