import { ServoError } from '@servo/core';

/** What the doctor found of one thing. */
export interface Finding {
  /** What was looked at. */
  readonly name: string;
  readonly status: 'well' | 'warning' | 'failed';
  readonly message: string;
  /** What to do. */
  readonly hint?: string | undefined;
}

/** All is well with it. */
export function well(name: string, message: string): Finding {
  return { name, status: 'well', message };
}

/** It works, and may not be what the operator wants. */
export function warning(name: string, message: string, hint: string): Finding {
  return { name, status: 'warning', message, hint };
}

/** It does not work. */
export function failed(name: string, thrown: unknown): Finding {
  const { message, hint } = ServoError.from(thrown);
  return { name, status: 'failed', message, hint };
}
