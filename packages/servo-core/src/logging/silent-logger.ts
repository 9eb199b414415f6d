import type { Logger } from './logger.js';

const ignore = (): void => {};

/** A logger that drops everything. */
export const silentLogger: Logger = {
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  critical: ignore,
  child: () => silentLogger,
};
