/** Variables that stand for keys of the section `settings`, beside `SERVO_SETTINGS_…`. */
export const settingsVariables: Readonly<Record<string, string>> = {
  COMMON_BACKOFF: 'backoff',
  COMMON_PROXIES: 'proxies',
  COMMON_SSL_VERIFY: 'ssl_verify',
  COMMON_TIMEOUTS: 'timeouts',
  TIMEOUTS_CONNECT: 'timeouts.connect',
  TIMEOUTS_READ: 'timeouts.read',
  TIMEOUTS_WRITE: 'timeouts.write',
  TIMEOUTS_POOL: 'timeouts.pool',
  BACKOFF_SETTINGS_MAX_TIME: 'backoff.connect.max_time', // the one that has an effect
  BACKOFF_SETTINGS_MAX_TRIES: 'backoff.connect.max_tries',
};

/** Variables that stand for keys of the section `checks`, beside `SERVO_CHECKS_…`. */
export const checksVariables: Readonly<Record<string, string>> = {
  CHECKS_CONNECTORS: 'connectors',
  CHECKS_NAME: 'name',
  CHECKS_ID: 'id',
  CHECKS_TAG: 'tag',
  CHECKS_QUIET: 'quiet',
  CHECKS_VERBOSE: 'verbose',
  CHECKS_PROGRESSIVE: 'progressive',
  CHECKS_WAIT: 'wait',
  CHECKS_DELAY: 'delay',
  CHECKS_HALT_ON: 'halt_on',
  CHECKS_REMEDY: 'remedy',
  CHECKS_CHECK_HALTING: 'check_halting',
};
