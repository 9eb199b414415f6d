import { Duration } from '@servo/core';
import type { FastFailConfig } from '@servo/core/fast-fail';

/** Puts off the checks of a load, which are counted from its start, so that they begin a period into the window. */
export function watchWindow(config: FastFailConfig, { warmup }: { readonly warmup: number }): FastFailConfig {
  const { period, skip } = config;
  return { ...config, skip: new Duration(warmup + Math.max(period.milliseconds, skip.milliseconds)) };
}
