import type { Settings, StudyEvent, StudyReport, TrialReport } from '@servo/core/wire';
import { describe, expect, test, vi } from 'vitest';
import { readingsOf } from '../../test/fake-servo.js';
import { study, type StudyOptions, type StudyRunResult } from '../../test/study.js';
import { syntheticTarget, trueLatency } from '../../test/synthetic-target.js';
import { MemoryStore } from '../store/memory-store.js';

const running = { 'web.cpu': 3, 'web.mem': 4 };
const absent = { 'servo/absent': '[{"metric":"latency_99th","reason":"no-traffic"}]' };

async function finished(options: StudyOptions = {}): Promise<StudyRunResult & { readonly report: StudyReport }> {
  const result = await study(options);
  return { ...result, report: await result.conductor.done };
}

function trials(events: readonly StudyEvent[]): readonly TrialReport[] {
  return events.flatMap((event) => (event.type === 'trial-finished' ? [event.trial] : []));
}

describe('a study that finds something better', () => {
  test('recommends it, confirmed, and restores what was running', async () => {
    const { report, servo } = await finished();
    expect(report).toMatchObject({ conclusion: 'improved', left: 'restored', currency: '$' });
    const { recommended } = report;
    expect(recommended?.verdict).toBe('met');
    expect(recommended?.measurements).toBeGreaterThan(1);
    expect(trueLatency(recommended?.settings ?? {})).toBeLessThan(80);
    expect(report.saving).toBeCloseTo(1 - (recommended?.price ?? 0) / 81.4, 9);
    expect(report.saving).toBeGreaterThan(0.4);
    expect(servo.settings).toEqual(running);
  });

  test('goes from describe to baseline to trials, each adjusted and then measured', async () => {
    const { servo, events, report } = await finished();
    expect(servo.commands.slice(0, 5)).toEqual(['DESCRIBE', 'ADJUST', 'MEASURE', 'ADJUST', 'MEASURE']);
    expect(servo.commands.slice(1, -1).join(' ')).toMatch(/^(ADJUST MEASURE ?)+$/);
    expect(new Set(servo.received.map(({ uid }) => uid)).size).toBe(servo.received.length);
    expect(events[0]).toMatchObject({ type: 'study-started', resumed: false, trials: 8 });
    expect(trials(events)[0]).toMatchObject({ number: 0, cause: 'baseline', settings: running, price: 81.4 });
    expect(events.at(-1)).toEqual({ type: 'study-finished', report, earlier: false });
    expect(report.trials.length).toBeLessThanOrEqual(9);
  });

  test('never tries a configuration twice, save to confirm it', async () => {
    const { report } = await finished();
    const keys = report.trials.map(({ settings }) => JSON.stringify(settings));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('asks for every metric, and says how long to measure', async () => {
    const { fetch } = await study({ commands: 2, config: { measure: { duration: '3m', warmup: 30 } } });
    const response = await fetch(
      new Request('http://optimizer.test/servo', { method: 'POST', body: '{"event":"WHATS_NEXT"}' }),
    );
    expect(await response.json()).toMatchObject({
      cmd: 'MEASURE',
      param: {
        metrics: ['latency_99th', 'error_rate', 'throughput'],
        control: { duration: 180, warmup: 30 },
      },
    });
  });

  test('reports each constraint with value, error, limit and unit', async () => {
    const { report } = await finished({ target: syntheticTarget({ points: 5 }) });
    expect(report.running.constraints[0]).toMatchObject({
      condition: 'p99 < 80ms',
      metric: 'latency_99th',
      unit: 'ms',
      limit: 80,
      met: true,
      standardError: expect.any(Number),
    });
    expect(report.running.constraints[0]?.value).toBeCloseTo(trueLatency(running), 0);
  });

  test('maximizes what is measured', async () => {
    const target = syntheticTarget();
    const { report } = await finished({
      target: {
        ...target,
        measure: (settings) => ({ ...target.measure(settings), throughput: 1_000 * Number(settings['web.cpu']) }),
      },
      config: { minimize: undefined, maximize: 'throughput', budget: { trials: 12, price: '1.2x' } },
    });
    expect(report).toMatchObject({ conclusion: 'improved', summary: expect.stringContaining('more') });
    expect(report.recommended?.objective).toMatchObject({ metric: 'throughput', unit: 'rpm' });
    expect(report.recommended?.objective?.mean).toBeGreaterThan(3_000);
    expect(report.trials.every(({ price }) => price !== undefined && price <= 1.2 * 81.4)).toBe(true);
  });
});

describe('the end of a study', () => {
  test('present is best: nothing cheaper keeps the limits', async () => {
    const { report, servo } = await finished({
      target: syntheticTarget({ running: { 'web.cpu': 1.25, 'web.mem': 1 } }),
      config: { constraints: ['p99 < 60ms'] },
    });
    expect(report).toMatchObject({ conclusion: 'present-is-best', left: 'restored' });
    expect(report.recommended).toBeUndefined();
    expect(servo.settings).toEqual({ 'web.cpu': 1.25, 'web.mem': 1 });
  });

  test('nothing feasible: no configuration keeps the limits', async () => {
    const { report } = await finished({ config: { constraints: ['p99 < 10ms'], budget: { trials: 4 } } });
    expect(report).toMatchObject({
      conclusion: 'nothing-feasible',
      running: { verdict: 'violated' },
      left: 'restored',
      summary: expect.stringContaining('all 4 trials are spent'),
    });
  });

  test('a running configuration that breaks a limit is improved by any that keeps it, dearer or not', async () => {
    const { report } = await finished({
      target: syntheticTarget({ running: { 'web.cpu': 1, 'web.mem': 2 } }),
      config: { constraints: ['p99 < 60ms'], budget: { trials: 8, price: '3x' } },
    });
    expect(report).toMatchObject({ conclusion: 'improved', running: { verdict: 'violated' } });
    expect(trueLatency(report.recommended?.settings ?? {})).toBeLessThan(60);
    expect(report.saving).toBeUndefined();
  });

  test('failed: the running configuration cannot be measured after two more tries', async () => {
    const { report, servo, events } = await finished({
      measure: () => ({ status: 'failed', reason: 'no-traffic', message: 'No request completed' }),
    });
    expect(report).toMatchObject({
      conclusion: 'failed',
      left: 'unchanged',
      summary: expect.stringContaining('no-traffic: No request completed'),
      running: { verdict: 'inconclusive', measurements: 0 },
    });
    expect(servo.commands.filter((cmd) => cmd === 'MEASURE')).toHaveLength(3);
    expect(trials(events).map(({ cause }) => cause)).toEqual(['baseline', 'repeat', 'repeat']);
  });

  test('failed: the running configuration cannot be applied', async () => {
    const { report, servo } = await finished({
      adjust: () => ({ status: 'rejected', reason: 'start-failed', message: 'exited with code 134' }),
    });
    expect(report).toMatchObject({ conclusion: 'failed', left: 'unchanged', running: { verdict: 'failed' } });
    expect(report.summary).toContain('exited with code 134');
    expect(servo.commands).toEqual(['DESCRIBE', 'ADJUST', 'ADJUST', 'ADJUST']);
  });

  test('failed: measuring stops working on the way', async () => {
    const { report, servo } = await finished({
      measure: (_, count) => (count > 2 ? { status: 'failed', reason: 'inconclusive' } : undefined),
    });
    expect(report).toMatchObject({ conclusion: 'failed', left: 'restored' });
    expect(report.summary).toContain('3 configurations in a row could not be measured');
    expect(servo.settings).toEqual(running);
  });
});

describe('an outage of what adjusts', () => {
  const outage = { status: 'failed', reason: 'unreachable', message: 'no connection to the cluster' };

  test('that lasts is the failure of the study, not of what was tried', async () => {
    const { report } = await finished({
      adjust: ({ 'web.cpu': cpu }) => (cpu === 3 ? undefined : outage),
    });
    expect(report.conclusion).toBe('failed');
    expect(report.summary).toContain('no connection to the cluster');
    expect(report.trials.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  });

  test('that passes costs another go', async () => {
    let adjusted = 0;
    const { report } = await finished({ adjust: () => (++adjusted === 2 ? outage : undefined) });
    expect(report.trials[1]).toMatchObject({ verdict: 'met', measurements: 1 });
    expect(report.conclusion).toBe('improved');
  });
});

describe('a trial', () => {
  test('that cannot be applied failed, and counts as unsafe', async () => {
    const { report, servo } = await finished({
      config: { budget: { trials: 8, unsafe: 2 } },
      adjust: (settings) =>
        Number(settings['web.cpu']) < 3 ? { status: 'rejected', reason: 'unschedulable' } : undefined,
    });
    const failed = report.trials.filter(({ verdict }) => verdict === 'failed');
    expect(failed.map(({ reason }) => reason)).toEqual(['unschedulable', 'unschedulable']);
    expect(failed.every(({ measurements }) => measurements === 0)).toBe(true);
    expect(servo.settings).toEqual(running);
  });

  test('under which the service crashed failed', async () => {
    const { report } = await finished({
      measure: ({ 'web.cpu': cpu }) =>
        Number(cpu) < 2.5 ? { status: 'failed', reason: 'crashed', message: 'exit code 137' } : undefined,
    });
    expect(report.trials.find(({ number }) => number === 1)).toMatchObject({
      verdict: 'failed',
      reason: 'crashed: exit code 137',
    });
  });

  test('that breaks a limit says which', async () => {
    const { report } = await finished({ config: { constraints: ['p99 < 26ms', 'error_rate < 1%'] } });
    const violated = report.trials.find(({ verdict }) => verdict === 'violated');
    expect(violated?.constraints.map(({ condition, met }) => [condition, met])).toEqual([
      ['p99 < 26ms', false],
      ['error_rate < 1%', true],
    ]);
  });

  test('without data is measured again at most twice, reported, and not tried again', async () => {
    const lost = new Set<string>();
    const { report, events } = await finished({
      measure: (settings, count) => {
        if (count === 2) lost.add(JSON.stringify(settings));
        return lost.has(JSON.stringify(settings)) ? { metrics: {}, annotations: absent } : undefined;
      },
    });
    expect(trials(events).filter(({ number }) => number === 1)).toMatchObject([
      { cause: 'start', verdict: 'inconclusive', reason: expect.stringContaining('latency_99th: no-traffic') },
      { cause: 'repeat', verdict: 'inconclusive' },
      { cause: 'repeat', verdict: 'inconclusive' },
    ]);
    expect(report.conclusion).toBe('improved');
    expect(report.trials.filter(({ settings }) => lost.has(JSON.stringify(settings)))).toHaveLength(1);
  });

  test('whose second measuring works is judged by it', async () => {
    const { report } = await finished({
      measure: (_, count) => (count === 2 ? { status: 'failed', reason: 'inconclusive' } : undefined),
    });
    expect(report.trials[1]).toMatchObject({ verdict: 'met', measurements: 1 });
  });

  describe('whose load was not reached', () => {
    /** Measures whatever falls short, and says so. */
    const studyWhere = (fallsShort: (settings: Settings) => boolean) => {
      const target = syntheticTarget();
      const annotations = { 'servo/load': '{"asked":100,"achieved":60}' };
      const measure = (settings: Settings) => ({
        metrics: readingsOf(target.measure(settings), target.description.metrics),
        ...(fallsShort(settings) && { annotations }),
      });
      return finished({ measure });
    };

    test('is no improvement, whatever its numbers', async () => {
      const { report } = await studyWhere((settings) => settings['web.cpu'] !== running['web.cpu']);
      const short = report.trials.filter(({ settings }) => settings['web.cpu'] !== running['web.cpu']);
      expect(short.length).toBeGreaterThan(0);
      for (const trial of short)
        expect(trial).toMatchObject({ verdict: 'violated', reason: 'load not reached: 60 of 100 requests/s' });
      expect(report.recommended?.settings['web.cpu'] ?? running['web.cpu']).toBe(running['web.cpu']);
    });

    test('is judged by its numbers where the running configuration did not reach it either', async () => {
      const { report } = await studyWhere(() => true);
      expect(report.trials.every(({ reason }) => reason === undefined)).toBe(true);
      expect(report.conclusion).toBe('improved');
    });
  });

  test('that clearly breaks one limit is not saved by another metric being absent', async () => {
    const { report } = await finished({
      measure: ({ 'web.cpu': cpu }) =>
        Number(cpu) < 3 ? { metrics: { error_rate: { unit: '%', value: 100 } }, annotations: absent } : undefined,
    });
    expect(report.trials[1]).toMatchObject({ number: 1, verdict: 'violated' });
  });
});

describe('a trial that was measured before', () => {
  const crash = { status: 'failed', reason: 'crashed', message: 'it ended' };
  /** Fails the first `times` confirmations of whatever is confirmed first. */
  const failing = async (times: number) => {
    const seen = new Map<string, number>();
    let left = times;
    return study({
      target: syntheticTarget({ noise: 0 }),
      measure: (settings) => {
        const key = JSON.stringify(settings);
        const count = (seen.get(key) ?? 0) + 1;
        seen.set(key, count);
        const confirms = count > 1 && settings['web.cpu'] !== 3;
        if (!confirms || left === 0) return undefined;
        left -= 1;
        return crash;
      },
    });
  };

  test('is measured again where it fails once, and not given up', async () => {
    const best = await (await failing(0)).conductor.done;
    const { conductor } = await failing(1);
    expect((await conductor.done).recommended?.settings).toEqual(best.recommended?.settings);
  });

  test('is given up where it fails twice', async () => {
    const best = await (await failing(0)).conductor.done;
    const { recommended, trials } = await (await failing(2)).conductor.done;
    expect(recommended?.settings).not.toEqual(best.recommended?.settings);
    expect(trials.find(({ verdict }) => verdict === 'failed')?.reason).toContain('crashed');
  });
});

describe('the budget', () => {
  test('of trials is not exceeded', async () => {
    const { report } = await finished({ config: { budget: { trials: 2 } } });
    expect(report.trials.map(({ number }) => number)).toEqual([0, 1, 2]);
  });

  test('of unsafe trials ends exploring', async () => {
    const { report } = await finished({
      config: { constraints: ['p99 < 26ms'], budget: { trials: 20, unsafe: 1 } },
    });
    expect(report.trials.filter(({ verdict }) => verdict === 'violated')).toHaveLength(1);
    expect(report.trials.length).toBeLessThan(20);
  });

  test('of the price is the ceiling of what is tried', async () => {
    const { report } = await finished({
      target: syntheticTarget({ running: { 'web.cpu': 1, 'web.mem': 2 } }),
      config: { constraints: ['p99 < 30ms'], budget: { trials: 6, price: '1.5x' } },
    });
    expect(Math.max(...report.trials.map(({ price = 0 }) => price))).toBeLessThanOrEqual(1.5 * 29.2);
  });
});

describe('the baseline', () => {
  const count = async (options: StudyOptions): Promise<number | undefined> =>
    (await finished({ ...options, config: { budget: { trials: 1 }, ...options.config } })).report.running.measurements;

  test('is measured once where limits are far away', async () => {
    expect(await count({})).toBe(1);
  });

  test('is measured three times where a limit is near and a measuring is one number', async () => {
    expect(await count({ config: { constraints: ['p99 < 27ms'] } })).toBe(3);
  });

  test('is measured once where each measuring tells its error', async () => {
    expect(await count({ config: { constraints: ['p99 < 27ms'] }, target: syntheticTarget({ points: 5 }) })).toBe(1);
  });

  test('is what limits of baseline refer to, in the unit of the metric', async () => {
    const { report } = await finished({
      target: syntheticTarget({ noise: 0 }),
      config: { constraints: ['p99 <= 150% of baseline'] },
    });
    const limit = 1.5 * trueLatency(running);
    expect(report.running).toMatchObject({ measurements: 3, verdict: 'met' });
    expect(report.recommended?.constraints[0]?.limit).toBeCloseTo(limit, 6);
    expect(trueLatency(report.recommended?.settings ?? {})).toBeLessThanOrEqual(limit);
  });
});

describe('confirming', () => {
  test('rejects a candidate that breaks a limit when it is measured again, and takes the next', async () => {
    const seen = new Map<string, number>();
    let cheapest = '';
    const target = syntheticTarget({ noise: 0 });
    const { report, events } = await finished({
      target: {
        ...target,
        measure: (settings) => {
          const key = JSON.stringify(settings);
          seen.set(key, (seen.get(key) ?? 0) + 1);
          if (seen.get(key) === 2 && Number(settings['web.cpu']) < 3) cheapest ||= key;
          const lucky = key === cheapest ? 300 : undefined;
          return { ...target.measure(settings), ...(lucky && { latency_99th: lucky }) };
        },
      },
    });
    const rejected = report.trials.find(({ settings }) => JSON.stringify(settings) === cheapest);
    expect(rejected).toMatchObject({ verdict: 'violated', measurements: 2 });
    expect(report.conclusion).toBe('improved');
    expect(report.recommended?.number).not.toBe(rejected?.number);
    expect(trials(events).filter(({ cause }) => cause === 'confirm').length).toBeLessThanOrEqual(4);
  });

  test('gives up what cannot become clear for what can', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const config = { constraints: ['p99 < 45ms'], budget: { trials: 12 } };
      const { report } = await finished({ target: syntheticTarget({ noise: 0.1, seed }), config });
      expect(report).toMatchObject({ conclusion: 'improved', summary: expect.not.stringContaining('not clearly') });
      expect(trueLatency(report.recommended?.settings ?? {})).toBeLessThan(45);
    }
  });

  test('spends no more than four measurements where the running configuration breaks a limit either', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { events } = await finished({
        target: syntheticTarget({ running: { 'web.cpu': 1, 'web.mem': 2 }, noise: 0.3, seed }),
        config: { constraints: ['p99 < 45ms'], budget: { trials: 10, unsafe: 10, price: '3x' } },
      });
      expect(trials(events).filter(({ cause }) => cause === 'confirm').length).toBeLessThanOrEqual(4);
    }
  });

  test('spends no more than four measurements on what stays unclear', async () => {
    const { events } = await finished({
      target: syntheticTarget({ noise: 0.3, seed: 3 }),
      config: { constraints: ['p99 < 45ms'], budget: { trials: 12, unsafe: 12 } },
    });
    expect(trials(events).filter(({ cause }) => cause === 'confirm').length).toBeLessThanOrEqual(4);
  });
});

test.each(Array.from({ length: 40 }, (_, index) => index + 1))(
  'nothing is recommended that was measured once (noise %d)',
  async (seed) => {
    const { conductor } = await study({
      target: syntheticTarget({ noise: 0.3, seed }),
      config: { budget: { trials: 10 } },
    });
    const { recommended, conclusion } = await conductor.done;
    expect(recommended?.measurements ?? 2).toBeGreaterThan(1);
    expect(conclusion === 'improved').toBe(recommended !== undefined);
  },
);

describe('promoting', () => {
  test('auto leaves the recommendation in force', async () => {
    const { report, servo } = await finished({ config: { promote: 'auto' } });
    expect(report.left).toBe('promoted');
    expect(servo.settings).toEqual(report.recommended?.settings);
    expect(servo.received.filter(({ stays }) => stays)).toEqual([servo.received.at(-1)]);
  });

  test('ask restores first, asks, and then does as told', async () => {
    for (const answer of [true, false]) {
      const asked: StudyReport[] = [];
      let inForce: unknown;
      const options: StudyOptions = { config: { promote: 'ask' } };
      const confirm = vi.fn(async (question: StudyReport) => {
        asked.push(question);
        return answer;
      });
      const { report, servo } = await finished({
        ...options,
        confirm,
        adjust: (settings) => void (inForce = settings),
      });
      expect(confirm).toHaveBeenCalledTimes(1);
      expect(asked[0]).toMatchObject({ conclusion: 'improved', left: 'restored' });
      expect(report.left).toBe(answer ? 'promoted' : 'restored');
      expect(servo.settings).toEqual(answer ? report.recommended?.settings : running);
      expect(inForce).toEqual(servo.settings);
    }
  });

  test('auto leaves to a person what is not clear, and says so', async () => {
    const rate = { unit: '%', value: 0 };
    const annotations = { 'servo/counts': '{"error_rate":450}' };
    const { report, servo } = await finished({
      config: { promote: 'auto', constraints: ['error_rate < 0.1%'], budget: { trials: 3 } },
      measure: () => ({ metrics: { error_rate: rate }, annotations }),
    });
    expect(report).toMatchObject({ conclusion: 'improved', left: 'restored', recommended: { measurements: 5 } });
    expect(report.summary).toMatch(
      /kept every constraint in 5 measurements, not clearly: error_rate < 0\.1% is in doubt/,
    );
    expect(report.summary).toContain('not promoted by itself');
    expect(servo.settings).toEqual(running);
  });

  test('ask without anybody to ask restores', async () => {
    const { report } = await finished({ config: { promote: 'ask' } });
    expect(report).toMatchObject({ conclusion: 'improved', left: 'restored' });
  });

  test('that does not work restores, and says so', async () => {
    let promoting = false;
    const { report, servo } = await finished({
      config: { promote: 'ask' },
      confirm: async () => (promoting = true),
      adjust: ({ 'web.cpu': cpu }) =>
        promoting && cpu !== 3 ? { status: 'rejected', reason: 'unschedulable' } : undefined,
    });
    expect(report).toMatchObject({ left: 'restored', summary: expect.stringContaining('unschedulable') });
    expect(servo.settings).toEqual(running);
  });

  test('a restoring that fails three times rejects, and the next start tries again', async () => {
    const store = new MemoryStore();
    let broken = false;
    const first = await study({
      store,
      measure: (_, count) => void (broken = count >= 3),
      config: { budget: { trials: 1 } },
      adjust: ({ 'web.cpu': cpu }) =>
        broken && cpu === 3 ? { status: 'failed', message: 'no connection' } : undefined,
    });
    await expect(first.conductor.done).rejects.toMatchObject({
      code: 'RESTORE_FAILED',
      message: expect.stringContaining('no connection'),
    });
    expect(first.servo.rest).toContain('could not be restored');
    broken = false;
    const { report, servo } = await finished({ store, servo: first.servo, config: { budget: { trials: 1 } } });
    expect(report.left).toBe('restored');
    expect(servo.settings).toEqual(running);
  });
});

describe('what cannot be studied rejects', () => {
  test.each([
    ['CONSTRAINT_METRIC_UNKNOWN', { constraints: ['p98 < 80ms'] }],
    ['CONSTRAINT_UNIT_MISSING', { constraints: ['p99 < 80'] }],
    ['CONSTRAINT_UNIT_INCOMPATIBLE', { constraints: ['p99 < 80%'] }],
    ['OBJECTIVE_METRIC_UNKNOWN', { minimize: 'cost' }],
    ['PRICES_MISSING', { prices: {} }],
    ['PRICE_INVALID', { prices: { cpu: '23 per GiB' } }],
  ])('with %s, and lets the servo sleep', async (code, config) => {
    const { conductor, servo, events } = await study({ config });
    await expect(conductor.done).rejects.toMatchObject({ code, problems: [expect.anything()] });
    expect(servo.commands).toEqual(['DESCRIBE']);
    expect(servo.rest).not.toBe('');
    expect(events).toEqual([]);
  });

  test('with SETTINGS_MISSING where there is nothing to adjust', async () => {
    const target = syntheticTarget();
    const { conductor } = await study({
      target: { ...target, description: { ...target.description, components: [] } },
    });
    await expect(conductor.done).rejects.toMatchObject({ code: 'SETTINGS_MISSING' });
  });

  test('with DESCRIBE_FAILED where the servo cannot describe its target, after three tries', async () => {
    const { conductor, servo } = await study({ describe: () => ({ status: 'failed', message: 'no cluster' }) });
    await expect(conductor.done).rejects.toMatchObject({
      code: 'DESCRIBE_FAILED',
      message: expect.stringContaining('no cluster'),
    });
    expect(servo.commands).toEqual(['DESCRIBE', 'DESCRIBE', 'DESCRIBE']);
  });

  test('not where describing fails once', async () => {
    let tries = 0;
    const { report } = await finished({ describe: () => (++tries === 1 ? { status: 'failed' } : undefined) });
    expect(report.conclusion).toBe('improved');
  });

  test('with OPTIMIZER_CLOSED when it is disposed of on the way', async () => {
    const { conductor } = await study({ commands: 4 });
    await conductor[Symbol.asyncDispose]();
    await expect(conductor.done).rejects.toMatchObject({ code: 'OPTIMIZER_CLOSED' });
  });
});
