import { check, CheckError, type ConnectorHost, Duration, type EventContext, ServoError } from '@servo/core';
import { attackArguments, flagsOf } from './attack-arguments.js';
import { describeTargets, programPlace } from './attack-job.js';
import { isUnconnected } from './attack-tally.js';
import { probeTargets, type TargetAnswer } from './probe-targets.js';
import { requireFiles } from './required-files.js';
import { readTargets } from './targets/read-targets.js';
import { unconnectedHint } from './unconnected-hint.js';
import type { VegetaSettings } from './vegeta-config.js';
import { locate, requireFlags, vegetaVersion } from './vegeta-program.js';
import { ErrorTally } from './window/error-tally.js';

const patience = Duration.from('10s');
const most = 50; // targets that are asked, which takes 5 s

/** The readiness probes of the connector. */
export class VegetaChecks {
  readonly #host: ConnectorHost<VegetaSettings>;

  constructor(host: ConnectorHost<VegetaSettings>) {
    this.#host = host;
  }

  @check('vegeta can be run', { severity: 'critical', description: 'Asks it for its flags and its version' })
  async program({ clock, signal }: EventContext<'check'>): Promise<string> {
    const { config, cwd } = this.#host;
    const step = { rate: config.rate, duration: 1_000 };
    return await explained(async () => {
      const place = programPlace(this.#host);
      const path = await locate(place);
      await requireFlags(place, flagsOf(attackArguments(config, { step, cwd })), { clock, signal });
      const version = await vegetaVersion(place, { clock, signal });
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
    description: 'Lets vegeta send one request to each target',
  })
  async targetAnswers({ clock, signal }: EventContext<'check'>): Promise<string> {
    const { config, cwd, env } = this.#host;
    const timeout = config.timeout.milliseconds < patience.milliseconds ? config.timeout : patience;
    const { all, answers } = await explained(async () => {
      const all = await readTargets(config, cwd);
      const host = { config: { ...config, timeout }, cwd, env };
      return { all, answers: await probeTargets(host, all.slice(0, most), { clock, signal }) };
    });
    const failed = answers.filter(({ result: { code } }) => code < 200 || code >= 400);
    const [first] = failed;
    if (first) throw unanswered(first, failed.length - 1);
    const time = `${(Math.max(...answers.map(({ result }) => result.latency)) / 1e6).toFixed(1)}ms`;
    if (all.length > most) return `the first ${most} of ${all.length} targets answered, each within ${time}`;
    return `${describeTargets(all)} answered ${all.length > 1 ? 'each within' : 'in'} ${time}`;
  }
}

function unanswered({ target, result }: TargetAnswer, others: number): CheckError {
  const tally = new ErrorTally(); // which leaves out what may be secret
  tally.add(result);
  const [error = 'no answer'] = tally.errors[0] ?? [];
  const problem = result.code > 0 ? `answered ${error}` : `did not answer: ${error}`;
  const more = others > 0 ? ` (and ${others} more of the targets failed)` : '';
  const hint = 'Every such answer would count as an error. Check URL, method, headers and body of the target.';
  const unreached = result.code === 0 && isUnconnected(error);
  return new CheckError(`${target} ${problem}${more}`, { hint: unreached ? unconnectedHint(error) : hint });
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
