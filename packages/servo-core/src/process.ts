/**
 * Children and streams, for connectors that start programs.
 *
 * @module
 */

// For connector authors
export { spawnChild, type SpawnOptions } from './process/spawn-child.js';
export { spawnBytes, type BytesChild, type SpawnBytesOptions } from './process/spawn-bytes.js';
export { runCommand, type CommandResult, type RunCommandOptions } from './process/run-command.js';
export { formatExit, type Child, type ChildExit, type ProgramOptions, type StopOptions } from './process/child.js';
export { findProgram, type FindProgramOptions } from './process/find-program.js';
export { streamLines, type StreamLinesOptions } from './process/stream-lines.js';
