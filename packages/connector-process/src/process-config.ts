import { duration, z } from '@servo/core/config';
import { settingCarriers, SettingConfig } from './setting-config.js';

const addressPattern = /^(?:\[[0-9a-fA-F:]+\]|[^\s:[\]]+):\d{1,5}$/;
const stopSignals = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGKILL'] as const;

const ReadyConfig = z
  .strictObject({
    http: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Ready when this URL answers with a status of 2xx'),
    tcp: z
      .string()
      .regex(addressPattern, 'expected host:port, for instance 127.0.0.1:8080')
      .optional()
      .describe('Ready when this host:port accepts a connection'),
    timeout: duration().prefault('10s').describe('How long a start may take'),
    interval: duration()
      .prefault('100ms')
      .describe('Time between two questions; one may take as long, and at least 1s'),
  })
  .superRefine(({ http, tcp }, context) => {
    if ((http === undefined) === (tcp === undefined))
      context.addIssue({ code: 'custom', message: 'expected either "http" or "tcp"' });
  });

const StopConfig = z.strictObject({
  signal: z.enum(stopSignals).default('SIGTERM').describe('What asks the program and all that it started to end'),
  grace: duration().prefault('5s').describe('How long they may take before they are killed'),
});

/** The configuration of the process connector. */
export const ProcessConfig = z
  .strictObject({
    component: z
      .string()
      .regex(/^[^\s.]+$/, 'expected a name without dots and blanks')
      .describe('The name of the program in adjustments and metrics; no dots and blanks'),
    command: z
      .array(z.string(), { error: ({ input }) => (typeof input === 'string' ? listForm(input) : undefined) })
      .min(1)
      .describe(
        'The program and its arguments, a list: no shell reads it. `{workers}` stands for the value of the setting `workers`',
      ),
    cwd: z.string().default('.').describe('The folder to run in, from the folder of servo.yaml'),
    env: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
      .prefault({})
      .describe(
        'Environment variables, beside those of the servo without SERVO_…; put secrets there, since these are shown',
      ),
    ready: ReadyConfig.optional().describe(
      'How the program shows that it is ready; without it, it is as soon as it runs',
    ),
    settings: z
      .record(z.string().regex(/^[\w-][\w.-]*$/, 'expected a name of letters, digits, . _ and -'), SettingConfig)
      .default({})
      .describe('What can be adjusted, by name'),
    restart: z.literal('on-adjust').default('on-adjust').describe('When settings take effect'),
    stop: StopConfig.prefault({}).describe('How the program is stopped'),
    settle: duration()
      .prefault('0s')
      .describe('How long the program must stay alive after an adjustment; a settlement of the optimizer wins'),
  })
  .superRefine(({ command, settings }, context) => {
    if (command[0] === '') context.addIssue({ code: 'custom', path: ['command', 0], message: 'expected a program' });
    for (const [name, setting] of Object.entries(settings)) {
      const inCommand = command.some((part) => part.includes(`{${name}}`));
      const carriers = [
        ...settingCarriers.filter((key) => setting[key] !== undefined),
        ...(inCommand ? ['command'] : []),
      ];
      if (carriers.length === 1) continue;
      const message =
        carriers.length === 0
          ? `nothing takes the value to the program; add "env", "argument" or "file", or write {${name}} in the command`
          : `expected one way to the program, found ${carriers.map((key) => `"${key}"`).join(' and ')}`;
      context.addIssue({ code: 'custom', path: ['settings', name], message });
    }
  });

/** The validated configuration. */
export type ProcessConfig = z.output<typeof ProcessConfig>;

function listForm(text: string): string {
  const parts = text.trim().split(/\s+/);
  return `expected a list of the program and its arguments, since no shell reads it; write [${parts.map(yamlItem).join(', ')}]`;
}

function yamlItem(part: string): string {
  return /^[\w./=-]+$/.test(part) ? part : JSON.stringify(part);
}
