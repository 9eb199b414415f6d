import {
  type AdjustInput,
  after,
  before,
  check,
  type CheckInput,
  component,
  type Component,
  Connector,
  type ConnectorHost,
  type Description,
  description,
  event,
  type EventContext,
  type MeasureInput,
  type Measurement,
  measurement,
  MeasurementFailedError,
  type Metric,
  on,
  type Reading,
  ServoError,
} from '@servo/core';
import { checkAddress, checkFailure, checkFolder, checkProgram, checkSettings } from './process-checks.js';
import type { ProcessCommand } from './process-command.js';
import { ProcessConfig } from './process-config.js';
import { canReadUsage } from './process-usage.js';
import { renderCommand } from './render-command.js';
import { Service } from './service.js';
import { StartFailedError } from './start-failed-error.js';
import { sampleUsage, usageMetrics } from './usage-sampler.js';

/**
 * Runs a local program, restarts it with other settings, and measures what it uses. The program lives and dies with the
 * servo.
 */
export class ProcessConnector extends Connector.with(ProcessConfig) implements AsyncDisposable {
  readonly #service: Service;
  #checkedStart: unknown;

  constructor(host: ConnectorHost<ProcessConfig>) {
    super(host);
    this.#service = new Service(host);
  }

  @on('attach') async attach(): Promise<void> {
    await this.#service.settings({ warn: this.host.otherServo === undefined });
  }

  @on('startup') async startup(_: undefined, context: EventContext): Promise<void> {
    await this.#service.start(context);
  }

  @on('shutdown') async shutdown(_: undefined, context: EventContext): Promise<void> {
    await this.#service.stop(context);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]();
  }

  @on('metrics') metrics(): readonly Metric[] {
    return canReadUsage() ? usageMetrics(this.config.component) : [];
  }

  @on('components') async components(): Promise<readonly Component[]> {
    return [component(this.config.component, await this.#service.settings())];
  }

  @on('describe') async describe(): Promise<Description> {
    return description({ components: await this.components(), metrics: this.metrics() });
  }

  /** The program must be ready before another connector sends it load. */
  @before('measure') async prepare(_: MeasureInput, context: EventContext): Promise<void> {
    try {
      await this.#service.start(context);
    } catch (error) {
      context.signal.throwIfAborted();
      throw unmeasurable(error);
    }
  }

  @on('measure') async measure({ metrics, control }: MeasureInput, context: EventContext): Promise<Measurement> {
    const wanted = new Set(this.metrics().flatMap(({ name }) => (metrics?.includes(name) === false ? [] : [name])));
    const { component: program } = this.config;
    const { clock } = context;
    const isWanted = ({ metric: { name } }: Reading): boolean => wanted.has(name);
    const report = (reading: Reading): void => void (isWanted(reading) && context.report(reading));
    const readings = await this.#service.whileRunning(context.signal, async (pid, signal) => {
      if (wanted.size > 0) return sampleUsage({ pid, component: program, control, clock, signal, report });
      await clock.sleep(control.warmup.milliseconds + control.duration.milliseconds, { signal }); // its death still counts
      return [];
    });
    const found = readings.filter(isWanted);
    const missing = [...wanted].filter((name) => !found.some(({ metric }) => metric.name === name));
    const absent = missing.map((name) => ({ metric: name, reason: 'no-data' }));
    return measurement(found, absent.length > 0 ? { absent } : {});
  }

  /** Load connectors may have measured on after this one was done. */
  @after('measure') review(): void {
    this.#service.assertAlive();
  }

  @on('adjust') async adjust({ adjustments, control }: AdjustInput, context: EventContext): Promise<Description> {
    const own = adjustments.filter((adjustment) => adjustment.component === this.config.component);
    if (own.length > 0) {
      const values = Object.fromEntries(own.map(({ setting, value }) => [setting, value]));
      const settle = control.settlement ?? this.config.settle;
      await this.#service.adjust(values, settle.milliseconds, context);
    }
    return this.describe();
  }

  @event('process/command') async *aroundCommand(): AsyncGenerator<void, void, void> {
    yield;
  }

  @on('process/command') async command(): Promise<ProcessCommand> {
    const launch = await this.#service.launch();
    const { command, args, cwd, env, files } = launch;
    const line = renderCommand(launch, this.host.cwd);
    return { component: this.config.component, command: [command, ...args], cwd, env, files, line };
  }

  /** The program ends with the servo; what stays are its settings. */
  @on('handover') async handover(): Promise<readonly string[]> {
    const { line } = await this.command();
    return [
      `${this.config.component} runs with the servo, and is stopped now. To start it with these settings by hand:`,
      `  ${line}`,
    ];
  }

  /** Others check the program from outside, so it runs while the checks do; it ends with the servo, as always. */
  @before('check') async prepareChecks(_: CheckInput, context: EventContext): Promise<void> {
    if (this.host.otherServo !== undefined) return; // it runs already, or is being started anew
    this.#checkedStart = await this.#service.start(context).then(
      () => undefined,
      (error: unknown) => error, // the check "becomes ready" says it
    );
    context.signal.throwIfAborted();
  }

  @check('folder of {this.config.component} exists', { id: 'folder', severity: 'critical' })
  async checkFolder(): Promise<string> {
    return checkFolder(this.#service);
  }

  @check('program of {this.config.component} can be executed', { id: 'program', severity: 'critical' })
  async checkProgram(): Promise<string> {
    return checkProgram(this.host, this.#service);
  }

  @check('settings of {this.config.component} can be read and written', { id: 'settings', severity: 'critical' })
  async checkSettings(): Promise<void> {
    await checkSettings(this.#service);
  }

  @check('nobody else has the address of {this.config.component}', { id: 'address' })
  async checkAddress(context: EventContext<'check'>) {
    return checkAddress(this.host, this.#service, context);
  }

  @check('{this.config.component} becomes ready', { id: 'ready', severity: 'critical' })
  checkReady(): string | undefined {
    if (this.#checkedStart !== undefined) throw checkFailure(this.#checkedStart);
    const { otherServo } = this.host;
    return otherServo === undefined ? undefined : `not looked at: process ${otherServo} runs it`;
  }
}

function unmeasurable(cause: unknown): MeasurementFailedError {
  const { code, message, hint } = ServoError.from(cause);
  const reason = cause instanceof StartFailedError ? cause.reason : code.toLowerCase().replaceAll('_', '-');
  return new MeasurementFailedError(message, { cause, reason, ...(hint !== undefined && { hint }) });
}
