import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { steer } from '../steer.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .example('$0 pause', 'Put the settings back and rest, until servo resume')
    .example('$0 pause --name shop', 'Only the servo "shop"');

export const run: Command['run'] = (args, context) => steer('pause', args, context);
