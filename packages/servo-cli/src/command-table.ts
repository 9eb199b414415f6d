import type { Command } from './command.js';

/** A command before it is loaded. */
export interface CommandEntry {
  /** Name and positional arguments, as yargs writes them. */
  readonly name: string;
  readonly describe: string;
  readonly load: () => Promise<Command>;
  /** Whether it is about no single servo of the configuration. */
  readonly isNameless?: boolean;
}

/** The commands, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'init',
    describe: 'Make a deployment: servo.yaml, and what it needs in package.json',
    load: () => import('./commands/init.js'),
    isNameless: true,
  },
  {
    name: 'run',
    describe: 'Optimize: obey the optimizer until it is done or you stop it',
    load: () => import('./commands/run.js'),
  },
  {
    name: 'plan',
    describe: 'Show what a run may try, and what that costs; touches nothing',
    load: () => import('./commands/plan.js'),
  },
  { name: 'check [checks..]', describe: 'Check that everything is ready', load: () => import('./commands/check.js') },
  {
    name: 'describe',
    describe: 'Show what can be adjusted and measured, with present values',
    load: () => import('./commands/describe.js'),
  },
  { name: 'measure [metrics..]', describe: 'Measure once', load: () => import('./commands/measure.js') },
  { name: 'adjust <settings..>', describe: 'Set component.setting=value', load: () => import('./commands/adjust.js') },
  {
    name: 'restore',
    describe: 'Take back what an interrupted run changed',
    load: () => import('./commands/restore.js'),
  },
  {
    name: 'status',
    describe: 'Show how the servos are that run',
    load: () => import('./commands/status.js'),
  },
  {
    name: 'pause',
    describe: 'Let the servos that run put their settings back and rest',
    load: () => import('./commands/pause.js'),
  },
  { name: 'resume', describe: 'Let paused servos go on', load: () => import('./commands/resume.js') },
  {
    name: 'generate [connectors..]',
    describe: 'Write a servo.yaml to be filled in, and its schema for editors',
    load: () => import('./commands/generate.js'),
  },
  {
    name: 'validate',
    describe: 'Check servo.yaml, and show everything that is wrong with it',
    load: () => import('./commands/validate.js'),
  },
  {
    name: 'schema [connector]',
    describe: 'Print the JSON Schema of servo.yaml, for editors',
    load: () => import('./commands/schema.js'),
    isNameless: true,
  },
  {
    name: 'config [keys..]',
    describe: 'Show the configuration in force, and where each value came from',
    load: () => import('./commands/config.js'),
  },
  {
    name: 'list',
    describe: 'List the servos of the configuration',
    load: () => import('./commands/list.js'),
  },
  {
    name: 'show <what>',
    describe: 'Show the connectors, events, components or metrics of the servos',
    load: () => import('./commands/show.js'),
  },
  {
    name: 'connectors',
    describe: 'List the connectors of this deployment, and why any is refused',
    load: () => import('./commands/connectors.js'),
    isNameless: true,
  },
  {
    name: 'lock',
    describe: 'Write down what this deployment runs on, file by file',
    load: () => import('./commands/lock.js'),
  },
  {
    name: 'doctor',
    describe: 'Look for what is wrong: packages, state, secrets, and the way to the optimizer',
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'completion [shell]',
    describe: 'Print what lets a shell complete words after servo',
    load: () => import('./commands/completion.js'),
    isNameless: true,
  },
  {
    name: 'version',
    describe: 'Show the versions of servo and its connectors',
    load: () => import('./commands/version.js'),
    isNameless: true,
  },
];
