/**
 * The servo command as a function; the executable finds the copy that a deployment pins and calls it.
 *
 * @module
 */
export { main } from './main.js';
