export { SpoolConfig } from './spool-config.js';
export { SpoolConnector } from './spool-connector.js';
export type { Backlog } from './spool-events.js';
