import type { Connector, ConnectorCommand } from '@servo/core';
import { prepareAttack } from './attack-job.js';
import { attackOrder } from './attack-order.js';
import { attackReport } from './attack-report.js';
import { AttackTable } from './attack-table.js';
import { driveAttack } from './drive-attack.js';
import type { VegetaSettings } from './vegeta-config.js';

/** Loads the configured targets by hand, and shows what they answer. */
export const attackCommand: ConnectorCommand<Connector<VegetaSettings>> = {
  options: {
    rate: { type: 'string', alias: 'r', describe: 'Requests, such as 500 or 10/1m; as configured unless given' },
    duration: {
      type: 'string',
      alias: 'd',
      describe: 'How long, such as 30s; a number alone is seconds; 10s unless given',
    },
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
    const job = await prepareAttack(host, attackOrder(host.config, input), { clock, signal });
    const title = `${job.target} at ${String(job.plan.main.rate)}`;
    const table = new AttackTable(context.columns - 1);
    const onProgress = (progress: Parameters<AttackTable['add']>[0]): void => context.live(table.add(progress, title));
    const tally = await driveAttack(job, { clock, signal, onProgress });
    return attackReport(tally, job, { plot: input['plot'], columns: context.columns });
  },
};
