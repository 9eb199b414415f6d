import type * as PromClient from 'prom-client';

const commandSeconds = [0.1, 1, 5, 15, 60, 300, 900, 3_600];
const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** The metrics of servos, as Prometheus knows them. */
export type Meters = ReturnType<typeof createMeters>;

/** Makes the metrics and registers them. */
export function createMeters({ Counter, Gauge, Histogram }: typeof PromClient, registry: PromClient.Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const seconds = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  return {
    build: gauge('servo_build_info', 'Always 1', ['version', 'node']),
    servos: gauge('servo_servos', 'Servos by what they do', ['activity']),
    turns: counter('servo_loop_turns_total', 'Questions for the next command that were answered', ['servo']),
    commands: counter('servo_commands_total', 'Commands carried out', ['servo', 'command', 'status']),
    commandSeconds: seconds(
      'servo_command_duration_seconds',
      'From a command to its acknowledged answer',
      ['command'],
      commandSeconds,
    ),
    requests: counter('servo_requests_total', 'Requests to optimizers that ended', ['event', 'outcome']),
    requestSeconds: seconds(
      'servo_request_duration_seconds',
      'From a request to its answer or failure',
      ['event'],
      requestSeconds,
    ),
    requestsInFlight: gauge('servo_requests_in_flight', 'Requests to optimizers under way'),
    retries: counter('servo_retries_total', 'Requests that had to be sent again', ['servo']),
    backoff: gauge('servo_backoff_seconds', 'Time until a servo tries again that could not go on', ['servo']),
    restarts: counter('servo_restarts_total', 'New beginnings of a servo', ['servo']),
    trials: counter('servo_trials_total', 'Trials of embedded studies', ['servo', 'verdict']),
    saving: gauge('servo_study_saving_ratio', 'What the last study saves, as a fraction', ['servo']),
  };
}
