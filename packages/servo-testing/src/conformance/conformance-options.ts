import type { Adjustment, ControlInput } from '@servo/core';

/** The connector that is looked at, and what it is given. */
export interface ConformanceOptions {
  /** Its module, as it is published: a test of the sources says nothing about the package. */
  readonly module: URL;
  /** The name of its class in the module. */
  readonly export: string;
  /** Its section of servo.yaml, made anew for each test; what it needs must be there then. */
  readonly config: () => object | Promise<object>;
  /** Its folder of the deployment, for relative paths. @default a new empty folder for each test */
  readonly cwd?: (() => string | Promise<string>) | undefined;
  /** Texts of the configuration that may appear in no log and no error. */
  readonly secrets?: readonly string[] | undefined;
  /** How it is asked to measure. @default a duration of one second */
  readonly control?: ControlInput | undefined;
  /** A change that it can make; without one, what concerns adjusting is left out. */
  readonly adjustments?: readonly Adjustment[] | undefined;
  /**
   * The target as others see it, for whether it is touched after an abort and what restoring brings back; what
   * `describe` answers when absent.
   */
  readonly look?: (() => unknown) | undefined;
}
