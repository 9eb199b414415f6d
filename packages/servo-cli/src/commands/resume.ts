import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { steer } from '../steer.js';

export const options: Command['options'] = (argv: Argv) =>
  argv.example('$0 resume', 'Go on after a pause').example('$0 resume --name shop', 'Only the servo "shop"');

export const run: Command['run'] = (args, context) => steer('resume', args, context);
