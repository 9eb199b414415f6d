import { resolve } from 'node:path';
import {
  check,
  CheckError,
  Connector,
  type DataPoint,
  type EventContext,
  type MeasureInput,
  type Measurement,
  MeasurementFailedError,
  on,
} from '@servo/core';
import { readSpool, type Spool } from './spool.js';
import { SpoolConfig } from './spool-config.js';
import { type Backlog, spoolEvents } from './spool-events.js';
import { age, pointsOf, spoolMetrics, toMeasurement } from './spool-metrics.js';

/** Measures how many files wait in a folder, how large they are and how long they have waited. */
export class SpoolConnector extends Connector.with(SpoolConfig) {
  static readonly events = spoolEvents;

  @check('{this.path} can be read', { severity: 'critical' }) async readable({ signal }: EventContext<'check'>) {
    try {
      return `${(await readSpool(this.path, signal)).files} files wait`;
    } catch (cause) {
      throw new CheckError(`${this.path} cannot be read`, { cause, hint: `Create it: mkdir -p ${this.path}` });
    }
  }

  @check('the backlog is small', { severity: 'warning' }) async small({ signal }: EventContext<'check'>) {
    const spool = await readSpool(this.path, signal);
    return [!this.#isBacklog(spool), `${spool.files} files wait`] as const;
  }

  @on('metrics') metrics() {
    return spoolMetrics;
  }

  @on('measure') async measure({ metrics, control }: MeasureInput, context: EventContext): Promise<Measurement> {
    const { clock, signal, progress, report } = context;
    await clock.sleep(control.warmup.milliseconds, { signal });
    const { milliseconds } = control.duration;
    const end = clock.monotonic() + milliseconds;
    const points: DataPoint[] = [];
    for (;;) {
      const spool = await this.#look(signal);
      const latest = pointsOf(spool, clock.now());
      points.push(...latest);
      for (const point of latest) report(point);
      const left = end - clock.monotonic();
      if (left <= 0) {
        await this.#tell(spool, context);
        return toMeasurement(points, metrics);
      }
      progress(100 * (1 - left / milliseconds), `${spool.files} files wait`);
      await clock.sleep(Math.min(this.config.every.milliseconds, left), { signal });
    }
  }

  @on('spool/backlog') warn(backlog: Backlog) {
    this.logger.warn('Too many files wait', { ...backlog });
  }

  get path(): string {
    return resolve(this.host.cwd, this.config.path);
  }

  async #look(signal: AbortSignal): Promise<Spool> {
    try {
      return await readSpool(this.path, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new MeasurementFailedError(`${this.path} cannot be read`, { cause, reason: 'unreadable' });
    }
  }

  #isBacklog({ files }: Spool): boolean {
    return files > (this.config.maxFiles ?? Number.POSITIVE_INFINITY);
  }

  async #tell(spool: Spool, { clock, dispatch, signal }: EventContext): Promise<void> {
    if (!this.#isBacklog(spool)) return;
    const backlog: Backlog = { files: spool.files, oldest: age(spool, clock.now()) ?? 0 };
    await dispatch('spool/backlog', backlog, { signal });
  }
}
