import { maskSecrets, ServoError } from '@servo/core';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { type OpenedServo, openServo } from '../open-servo.js';
import { printResult } from '../output/print-result.js';
import { wholeSettings } from '../output/whole-settings.js';
import type { Terminal } from '../terminal.js';

export const options: Command['options'] = (argv: Argv) =>
  argv.example('$0 restore', 'Go back to the values from before the last run that was not ended in good order');

export const run: Command['run'] = async (args, context) => {
  await using opened = await openServo(args, context, { doing: 'restoring' });
  const { servo, signal, scope } = opened;
  const settings = await servo.restore({ signal, scope }).catch(async (error: unknown) => {
    await cleanUpAnyway(opened, context.terminal);
    throw error;
  });
  const cleaned = await servo.cleanUp({ signal, scope });
  return await printResult(context.terminal, args, {
    facts: { restored: settings ?? null, cleaned },
    lines: () => [
      ...(settings ? [`Restored ${wholeSettings(settings)}`] : []),
      ...cleaned,
      ...(settings || cleaned.length > 0 ? [] : ['Nothing to restore: no run left anything changed.']),
    ],
  });
};

/** What could not be restored by the journal may be by what is recorded at the target itself. */
async function cleanUpAnyway({ servo, signal }: OpenedServo, terminal: Terminal): Promise<void> {
  const lines = await servo
    .cleanUp({ signal })
    .catch((error: unknown) => [`Not all could be cleaned up: ${maskSecrets(ServoError.from(error).message)}`]);
  for (const line of lines) terminal.note(line);
}
