/**
 * An optimizer for tests of the protocol: it follows a script, fails where it is told to, and holds servos to the rules.
 *
 * @module
 */

// The optimizer
export { FakeOptimizer, type FakeOptimizerOptions, type ListenOptions } from './fake-optimizer/fake-optimizer.js';
export type { ReceivedOptions } from './fake-optimizer/request-log.js';
export type { Occasion, ReceivedRequest } from './fake-optimizer/received-request.js';
export type { Problem, Rule, Violation } from './fake-optimizer/violation.js';

// What it does
export {
  command,
  type CommandControl,
  type CommandOptions,
  type CommandStep,
  type MeasureOptions,
  type RepeatStep,
} from './fake-optimizer/command.js';
export type { Script, ScriptOptions, Step, Turn } from './fake-optimizer/script.js';

// What goes wrong
export { reply } from './fake-optimizer/reply-factory.js';
export type { HttpAnswer, Reply, Transfer } from './fake-optimizer/reply.js';
export type { HttpReplyOptions } from './fake-optimizer/http-replies.js';
export type { Fault, FaultOptions } from './fake-optimizer/fault-plan.js';
export type { ChaosOptions } from './fake-optimizer/chaos.js';
