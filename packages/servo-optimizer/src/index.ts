/**
 * The optimizer of Servo: studies, their store, and the optimizer's side of the protocol.
 *
 * @module
 */

// Inside the servo
export { embeddedOptimizer } from './embedded-optimizer.js';
export { planStudy, type PlanStudyOptions } from './plan/plan-study.js';
export type {
  PlannedMeasurements,
  PlannedPrices,
  PlannedSetting,
  PricedSettings,
  StudyPlan,
} from './plan/study-plan.js';

// On its own: a server of the protocol that carries out studies, or another conductor
export { ProtocolServer } from './protocol/protocol-server.js';
export type { Conductor, InstructedControl, Order, Rest } from './protocol/conductor.js';
export { StudyConductor, type StudyConductorOptions } from './study/study-conductor.js';

// Where studies are kept
export { MemoryStore } from './store/memory-store.js';
export { SqliteStore } from './store/sqlite-store.js';
export type { Snapshot, Store, StoredStudy, StudyHead, StudyWriter } from './store/store.js';
export type { StudyFact, StudyRecord } from './study/study-record.js';
export type { StudyState } from './study/study-state.js';
