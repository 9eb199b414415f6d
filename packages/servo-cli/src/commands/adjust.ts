import {
  type Adjustment,
  AdjustmentRejectedError,
  deadline,
  type Description,
  findSetting,
  formatAdjustments,
  maskSecrets,
  ServoError,
  systemClock,
} from '@servo/core';
import type { Servo } from '@servo/core/runtime';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { type OpenedServo, openServo } from '../open-servo.js';
import { type AdjustmentTried, inForceNow } from '../output/in-force-now.js';
import { printResult } from '../output/print-result.js';
import { settingValue } from '../setting-value.js';
import { wholeSettings } from '../output/whole-settings.js';
import type { Terminal } from '../terminal.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('settings', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'component.setting=value, several with spaces; a value may have a unit, as 512Mi',
    })
    .option('keep', {
      type: 'boolean',
      default: true,
      describe: 'Keep the values; --no-keep lets servo restore take them back',
    })
    .option('force', {
      type: 'boolean',
      default: false,
      describe: 'Keep also what an interrupted run left in force',
    })
    .example('$0 adjust web.workers=2', 'Set one value')
    .example('$0 adjust web.cpu=500m web.mem=512Mi', 'Set two at once, in units of your own');

export const run: Command['run'] = async (args, context) => {
  await using opened = await openServo(args, context, { doing: 'adjusting' });
  const { servo, signal, scope } = opened;
  if (args['keep'] === true && args['force'] !== true) await refusePending(servo); // keeping would keep that, too
  const present = await servo.describe({}, { signal });
  const adjustments = (args['settings'] as readonly string[]).map((text) => parse(text, present)); // by its declaration above
  assertOnce(adjustments);
  const adjusting = servo.adjust({ adjustments }, { signal, scope }).then(async (result) => {
    if (args['keep'] === true) await servo.promote({ signal });
    return result;
  });
  const { components } = await adjusting.catch(async (error: unknown) => {
    if (signal.aborted) await takeBack(opened, context.terminal);
    else if (wasTried(error)) await tellInForce(opened, { adjustments, before: present }, context.terminal);
    throw error;
  });
  return await printResult(context.terminal, args, {
    facts: { adjustments, components },
    lines: () => [`Set ${formatAdjustments(adjustments)}`],
  });
};

/** What was broken off is not left half done. */
async function takeBack({ servo, document }: OpenedServo, terminal: Terminal): Promise<void> {
  const { grace } = document.settings;
  const late = (): ServoError => new ServoError('SHUTDOWN_TIMEOUT', `It took longer than ${String(grace)}`);
  using limit = deadline(grace.milliseconds, { clock: systemClock, reason: late });
  const settings = await servo.restore({ signal: limit.signal }).catch((error: unknown) => {
    const { message } = ServoError.from(error);
    terminal.note(`The settings could not be put back: ${message}. Run "servo restore".`);
  });
  if (settings) terminal.note(`Restored ${wholeSettings(settings)}`);
}

/** Whether the connectors were asked at all. */
function wasTried(error: unknown): boolean {
  return !(error instanceof AdjustmentRejectedError && error.reason === 'invalid-adjustment');
}

/** Says what a failure has left in force, as far as it can be seen. */
async function tellInForce(
  { servo, signal }: OpenedServo,
  tried: Omit<AdjustmentTried, 'now'>,
  terminal: Terminal,
): Promise<void> {
  const line = await servo.describe({}, { signal }).then(
    (now) => inForceNow({ ...tried, now }),
    (error: unknown) => `What is in force now cannot be seen: ${maskSecrets(ServoError.from(error).message)}`,
  );
  if (!signal.aborted) terminal.note(line);
}

async function refusePending(servo: Servo): Promise<void> {
  const pending = await servo.restorePoint();
  if (!pending) return;
  throw new ServoError(
    'CHANGES_PENDING',
    `An earlier run left settings changed; before it they were ${wholeSettings(pending)}`,
    {
      hint: 'Run "servo restore" first, or add --force to keep what is in force.',
    },
  );
}

function parse(text: string, present: Description): Adjustment {
  const [, component, setting, value] = /^([^.=]+)\.([^=]+)=(.+)$/.exec(text) ?? [];
  if (component === undefined || setting === undefined || value === undefined)
    throw new ServoError('USAGE_INVALID', `Expected component.setting=value, got "${text}"`, {
      hint: 'For example: servo adjust web.workers=2',
    });
  return { component, setting, value: settingValue(findSetting(present, `${component}.${setting}`), value) };
}

function assertOnce(adjustments: readonly Adjustment[]): void {
  const paths = adjustments.map(({ component, setting }) => `${component}.${setting}`);
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw new ServoError('USAGE_INVALID', `Expected one value for ${twice}, got several`);
}
