import { check, CheckError, control, type ConnectorHost, Duration, type EventContext, ServoError } from '@servo/core';
import { type AttackJob, prepareAttack, programPlace } from './attack-job.js';
import { driveAttack } from './drive-attack.js';
import { Rate } from './rate.js';
import { requireFiles } from './required-files.js';
import { readTargets } from './targets/read-targets.js';
import type { VegetaSettings } from './vegeta-config.js';
import { locate, vegetaVersion } from './vegeta-program.js';

const probe = control({ duration: new Duration(100), warmup: 0 }); // which is one request at 10 per second
const patience = Duration.from('10s');

/** The readiness probes of the connector. */
export class VegetaChecks {
  readonly #host: ConnectorHost<VegetaSettings>;

  constructor(host: ConnectorHost<VegetaSettings>) {
    this.#host = host;
  }

  @check('vegeta can be run', { severity: 'critical', description: 'Asks it for its version' })
  async program({ clock, signal }: EventContext<'check'>): Promise<string> {
    return await explained(async () => {
      const place = programPlace(this.#host);
      const [path, version] = [await locate(place), await vegetaVersion(place, { clock, signal })];
      return `${path}, ${version ?? 'of a version that it does not say'}`;
    });
  }

  @check('the targets can be read', {
    severity: 'critical',
    description: 'Reads them, and looks for the files that they and servo.yaml name',
  })
  async targets(): Promise<string> {
    const { config, cwd } = this.#host;
    const { length } = await explained(async () => {
      await requireFiles(config, cwd);
      return readTargets(config, cwd);
    });
    return length === 1 ? 'there is one target' : `there are ${length} targets`;
  }

  @check('the target answers', {
    severity: 'critical',
    description: 'Lets vegeta send one request to the first target',
  })
  async targetAnswers({ clock, signal }: EventContext<'check'>): Promise<string> {
    const { config, cwd, env } = this.#host;
    const timeout = config.timeout.milliseconds < patience.milliseconds ? config.timeout : patience;
    const once = { ...config, rate: Rate.from(10), ramp: undefined, timeout };
    const { job, tally } = await explained(async () => {
      const job = await prepareAttack({ config: once, cwd, env }, probe, { clock, signal });
      return { job, tally: await driveAttack(job, { clock, signal, onProgress: () => {} }) };
    });
    const { succeeded, answered, latencies } = tally.total();
    const [error = 'no answer'] = tally.errors.errors[0] ?? [];
    if (succeeded === 0) throw unanswered(job, answered > 0 ? `answered ${error}` : `did not answer: ${error}`);
    return `${job.target} answered in ${(latencies.max / 1e6).toFixed(1)}ms`;
  }
}

function unanswered({ target }: AttackJob, problem: string): CheckError {
  return new CheckError(`${target} ${problem}`, {
    hint: 'Every such answer would count as an error. Check URL, method, headers and body of the target.',
  });
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { message, hint, code } = ServoError.from(cause);
    if (code !== 'MEASUREMENT_FAILED') throw cause;
    throw new CheckError(message, { hint, cause });
  }
}
