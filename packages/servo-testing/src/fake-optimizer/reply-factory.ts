import { body } from './body-replies.js';
import { http } from './http-replies.js';
import { status } from './status-replies.js';
import { transfer } from './transfer-replies.js';

/**
 * Ways to answer a request otherwise than the script says: for {@link FakeOptimizer.fault}, as a step of a script, as
 * `onProgress` and `onCompletion` of a command, and for {@link Chaos}.
 *
 * @example
 * optimizer.fault(reply.http(503, { retryAfter: 5 }), { on: 'HELLO', times: 3 });
 * optimizer.fault(reply.reset('mid-body'), { on: 'completion', nth: 2 });
 * optimizer.script('example.com/web', [reply.notJson(), command.measure({ onProgress: reply.cancel('enough') })]);
 */
export const reply = { ...status, ...http, ...body, ...transfer };
