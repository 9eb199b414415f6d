import { basename } from 'node:path';
import { ServoError } from '@servo/core';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { completionScript, type Shell, shells } from '../completion-script.js';
import { exitCodes } from '../exit-codes.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('shell', { choices: shells, describe: 'Which one; that of SHELL unless given' })
    .example('source <($0 completion bash)', 'In ~/.bashrc')
    .example('source <($0 completion zsh)', 'In ~/.zshrc')
    .example('$0 completion fish | source', 'In ~/.config/fish/config.fish');

export const run: Command['run'] = (args, { terminal, env }) => {
  const shell = (args['shell'] as Shell | undefined) ?? basename(env['SHELL'] ?? ''); // one of its choices
  const known = shells.find((each) => each === shell);
  if (!known)
    throw new ServoError('USAGE_INVALID', `Expected a shell, one of ${shells.join(', ')}, got "${shell}"`, {
      hint: 'For example: servo completion bash',
    });
  terminal.line(completionScript(known));
  return Promise.resolve(exitCodes.done);
};
