import { coreVersion } from '../../core-version.js';
import type { Clock } from '../../time/clock.js';
import { systemClock } from '../../time/system-clock.js';
import type { Controllable } from '../control/serve-control.js';
import type { RequestObserver } from '../optimizer-client/request-observer.js';
import type { ServoObserver } from '../runner/servo-event.js';
import { Health, type HealthReport } from './health.js';
import type { Page, Pages } from './serve-pages.js';
import { ServoMetrics } from './servo-metrics.js';

/** What can be watched: an assembly. */
export interface MonitoredAssembly extends Pick<Controllable, 'status'> {
  /** Whether the servos are to be at work. */
  readonly running: boolean;
}

/** What watches the servos of an assembly, for those who watch the assembly. */
export interface Monitoring {
  /** To be told what happens to the servos. */
  readonly observe: ServoObserver;
  readonly onRequest: RequestObserver;
  /** `/metrics`, `/healthz` and `/readyz`. */
  pages(assembly: MonitoredAssembly): Pages;
}

/** Begins to watch; the library for it is loaded now. */
export async function createMonitoring({ clock = systemClock }: { readonly clock?: Clock } = {}): Promise<Monitoring> {
  const prometheus = await import('prom-client');
  const metrics = new ServoMetrics(prometheus, { clock, version: coreVersion });
  const health = new Health(clock);
  return {
    observe: (event) => {
      metrics.observe(event);
      health.observe(event);
    },
    onRequest: metrics.onRequest,
    pages: (assembly) => ({
      '/metrics': async () => ({ status: 200, ...(await metrics.text(assembly.status())) }),
      '/healthz': () => healthPage(health.live(assembly.status(), assembly)),
      '/readyz': () => healthPage(health.ready(assembly.status())),
    }),
  };
}

function healthPage(report: HealthReport): Page {
  return {
    status: report.ok ? 200 : 503,
    type: 'application/json',
    body: `${JSON.stringify({ version: 1, ...report })}\n`,
  };
}
