import {
  type ConnectorCommandInput,
  type Connector,
  type ConnectorCommand,
  type Control,
  control,
  Duration,
  ServoError,
} from '@servo/core';
import { prepareAttack } from './attack-job.js';
import { attackReport } from './attack-report.js';
import { AttackTable } from './attack-table.js';
import { driveAttack } from './drive-attack.js';
import { Rate } from './rate.js';
import type { VegetaSettings } from './vegeta-config.js';

/** Loads the configured targets by hand, and shows what they answer. */
export const attackCommand: ConnectorCommand<Connector<VegetaSettings>> = {
  options: {
    rate: { type: 'string', alias: 'r', describe: 'Requests, such as 500 or 10/1m; as configured unless given' },
    duration: { type: 'string', alias: 'd', describe: 'How long; 10s unless given' },
    warmup: { type: 'string', describe: 'What is not measured before; nothing unless given' },
    plot: {
      type: 'string',
      choices: ['text', 'hdr'],
      describe: 'Draw the latencies, or write nothing but them, for an HDR plotter',
    },
  },
  examples: [
    ['-d 30s', 'The load of servo.yaml'],
    ['--rate 200 -d 30s --plot text', 'Another one, and how its latencies are spread'],
    ['-d 30s --plot hdr > latencies.hdr', 'A file for a plotter of HDR histograms'],
  ],
  async run({ host }, input, context) {
    const { clock, signal } = context;
    const job = await prepareAttack(host, orderOf(host.config, input), { clock, signal });
    const title = `${job.target} at ${String(job.plan.main.rate)}`;
    const table = new AttackTable();
    const onProgress = (progress: Parameters<AttackTable['add']>[0]): void => context.live(table.add(progress, title));
    const tally = await driveAttack(job, { clock, signal, onProgress });
    return attackReport(tally, job, { plot: input['plot'], columns: context.columns });
  },
};

function orderOf(
  { ramp }: VegetaSettings,
  input: ConnectorCommandInput,
): Pick<Control, 'duration' | 'warmup' | 'load'> {
  const { rate, duration = '10s', warmup = 0 } = input;
  const asked = control({
    duration: readOption((text) => Duration.from(text), duration),
    warmup: readOption((text) => Duration.from(text), warmup),
  });
  if (rate !== undefined) return { ...asked, load: { rate: String(readOption((text) => Rate.from(text), rate)) } };
  return ramp && asked.warmup.equals(0) ? { ...asked, load: { ramp: [] } } : asked; // there is no time for a ramp
}

function readOption<T>(read: (text: string) => T, value: string | number | boolean): T {
  try {
    return read(String(value));
  } catch (cause) {
    const { message, hint } = ServoError.from(cause);
    throw new ServoError('USAGE_INVALID', message, { cause, hint });
  }
}
