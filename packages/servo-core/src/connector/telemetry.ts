/**
 * Facts about a connector's surroundings that the optimizer is told at the next HELLO, such as the version of a cluster.
 * They carry the connector's name, and are forgotten when it is detached.
 */
export interface Telemetry {
  /** Tells a fact: of at most 256 characters, without secrets. A remembered one of the same key is replaced. */
  set(key: string, value: string): void;
  /** Forgets a fact; nothing happens where there is none. */
  remove(key: string): void;
}
