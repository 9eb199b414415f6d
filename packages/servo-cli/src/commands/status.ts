import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { steer } from '../steer.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .example('$0 status', 'How each servo of this deployment is')
    .example('$0 status --name shop', 'Only the servo "shop"');

export const run: Command['run'] = (args, context) => steer('status', args, context);
