import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { secret, z } from '../../src/config.js';
import { component, defineConnector, metric } from '../../src/index.js';
import type { EmbeddedOptimizerFactory, EmbeddedOptimizerOptions } from '../../src/optimizer/embedded-optimizer.js';
import type { StudyReport } from '../../src/optimizer/study-report.js';
import { assemble } from '../../src/runtime/assembly/assemble.js';
import type { AssembleOptions } from '../../src/runtime/assembly/assemble-options.js';
import type { Assembly } from '../../src/runtime/assembly/assembly.js';
import { loadDocument } from '../../src/runtime/config-file/load-document.js';
import { readConfigText } from '../../src/runtime/config-file/read-config-file.js';
import type { ServoDocument } from '../../src/runtime/config-file/servo-document.js';
import { connectorPackage, dependingOn } from './connector-package.js';
import { temporaryFolder } from './temporary-folder.js';

type Env = AssembleOptions['env'];

/** What the code of the connectors uses: they are files outside of the packages, and find no core by themselves. */
const core = { component, defineConnector, metric, secret, z };
Object.assign(globalThis, { servoTestCore: core });

/** `trace` and `probe` have a configuration and say in the log what happens to them; `plain` has none; the others are broken. */
const code = `
const { component, defineConnector, metric, secret, z } = globalThis.servoTestCore;
const config = z.strictObject({
  baseUrl: z.url().optional(),
  workers: z.number().int().min(1).default(1),
  token: secret().optional(),
  metrics: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  fail: z.string().optional(),
});
const type = () => {
  const note = (event) => function () {
    if (this.config.fail === event) throw new Error('no ' + event);
    this.logger.info(event);
  };
  return defineConnector({
    config,
    on: {
      attach: note('attach'),
      startup: note('startup'),
      shutdown: note('shutdown'),
      detach: note('detach'),
      metrics() {
        if (this.config.fail === 'metrics') throw new Error('no metrics');
        return this.config.metrics.map((name) => metric(name));
      },
      components() {
        return this.config.components.map((name) => component(name, []));
      },
    },
  });
};
export const Trace = type(), Probe = type();
export const Plain = defineConnector({});
`;

/** A deployment with the connectors of the tests. */
export function deployment(): string {
  const connector = (exported: string, entry = './index.mjs'): object => ({ entry, export: exported });
  const connectors = {
    trace: connector('Trace'),
    probe: connector('Probe'),
    plain: connector('Plain'),
    unbuilt: connector('Trace', './gone.mjs'),
    misnamed: connector('Tracer'),
  };
  return temporaryFolder({
    'package.json': dependingOn('@acme/tools'),
    ...connectorPackage('node_modules/@acme/tools', { servo: { manifest: 1, connectors }, code }),
  });
}

/** What a servo.yaml describes in such a deployment. */
export function documentOf(text: string, env: Env = {}): Promise<ServoDocument> {
  const known = ['trace', 'probe', 'plain', 'unbuilt', 'misnamed'];
  return loadDocument(readConfigText(text, { file: 'servo.yaml', env })[0], { env, cwd: '/', known });
}

/** An assembly, and where it is. */
export interface Assembled {
  readonly assembly: Assembly;
  readonly cwd: string;
  readonly stateDir: string;
}

/** Makes an assembly of some servo.yaml in a deployment; disposed after the test. */
export async function assembleTexts(
  texts: readonly string[],
  { env = {}, ...options }: Partial<AssembleOptions>,
): Promise<Assembled> {
  const cwd = options.cwd ?? deployment();
  const stateDir = options.stateDir ?? join(cwd, '.servo');
  const documents = await Promise.all(texts.map((text) => documentOf(text, env)));
  const assembly = await assemble({ documents, env, cwd, stateDir, ...options });
  onTestFinished(() => assembly[Symbol.asyncDispose]());
  return { assembly, cwd, stateDir };
}

/** Embedded optimizers that let their servos sleep, and end when they are told to. */
export class FakeOptimizers {
  readonly opened: EmbeddedOptimizerOptions[] = [];
  readonly closed: string[] = [];
  readonly #ends = new Map<string, PromiseWithResolvers<StudyReport>>();

  readonly factory: EmbeddedOptimizerFactory = async (options) => {
    this.opened.push(options);
    return {
      fetch: async (request) => {
        const { event } = (await request.json()) as { readonly event: string }; // what a servo sends
        return Response.json(event === 'WHATS_NEXT' ? { cmd: 'SLEEP', param: { duration: 60 } } : { status: 'ok' });
      },
      done: this.end(options.servo).promise,
      [Symbol.asyncDispose]: async () => void this.closed.push(options.servo),
    };
  };

  /** The end of a servo's study. */
  end(servo: string): PromiseWithResolvers<StudyReport> {
    const end = this.#ends.get(servo) ?? Promise.withResolvers<StudyReport>();
    this.#ends.set(servo, end);
    return end;
  }
}
