/** The levels of log messages, least important first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'silent'] as const;

/** From which level on messages are written. */
export type LogLevel = (typeof logLevels)[number];
