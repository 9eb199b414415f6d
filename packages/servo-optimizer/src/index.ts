// The optimizer inside the servo
export { embeddedOptimizer } from './embedded-optimizer.js';
