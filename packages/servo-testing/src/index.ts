/**
 * What a connector's tests need: time that moves when told, a host, contexts that remember, and sample data.
 *
 * @module
 */

// Time and logging
export { FakeClock, type FakeClockOptions } from './fake-clock.js';
export { recordingLogger, type LogEntry, type LogLevel, type RecordingLogger } from './recording-logger.js';

// What a connector and its handlers are given
export { connectorHost, type ConnectorHostOptions } from './connector-host.js';
export { eventContext, type EventContextOptions, type ProgressEntry, type TestContext } from './event-context.js';
export { fakeDispatch, type DispatchAnswers, type FakeDispatch, type SentEvent } from './fake-dispatch.js';

// Sample data, one factory per model
export { sampleComponent } from './sample-component.js';
export { sampleControl } from './sample-control.js';
export { sampleDescription } from './sample-description.js';
export { sampleMeasurement } from './sample-measurement.js';
export { sampleEnum, sampleRange } from './sample-setting.js';
