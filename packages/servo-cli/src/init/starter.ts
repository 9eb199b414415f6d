import { stringify } from 'yaml';

/** What a new deployment starts with. */
export type Starter =
  | {
      readonly optimizer: 'embedded';
      /** The program to optimize, and its arguments. */
      readonly command: readonly string[];
      /** What is loaded and measured. */
      readonly url: string;
    }
  | { readonly optimizer: 'opsani'; readonly id: string; readonly tokenFile: string };

/** The packages that a starter needs besides core and the command itself. */
export function starterPackages({ optimizer }: Starter): readonly string[] {
  return optimizer === 'embedded'
    ? ['@servo/optimizer', '@servo/connector-process', '@servo/connector-autocannon']
    : [];
}

/** Writes the servo.yaml of a starter, with what there is to fill in or to try beside it. */
export function starterConfiguration(starter: Starter): string {
  return starter.optimizer === 'embedded' ? embedded(starter) : remote(starter);
}

function embedded({ command, url }: Extract<Starter, { optimizer: 'embedded' }>): string {
  const health = new URL(url).origin;
  return `# What to make better, and what must hold meanwhile. "servo plan" shows what a run may try.
optimizer:
  kind: embedded
  minimize: price # or a metric, such as latency_99th; "maximize: throughput" is the other way
  prices: { app.workers: 4 } # per month, for each worker
  constraints: [p99 < 200ms, error_rate < 1%]
  budget: { trials: 10 }
  measure: { duration: 20s, warmup: 3s }

connectors: [process, autocannon]

# The program to optimize: how it is started, how it shows that it is ready, and what can be set.
process:
  component: app
  command: ${flow(command)}
  ready: { http: ${flow(health)}, timeout: 10s }
  settings:
    workers: { min: 1, max: 4, step: 1, value: 4, env: WORKERS } # reaches the program as the variable WORKERS

# The load that it is measured under.
autocannon: { url: ${flow(url)}, rate: 50 } # requests per second
`;
}

function remote({ id, tokenFile }: Extract<Starter, { optimizer: 'opsani' }>): string {
  return `# The optimizer that this servo obeys.
optimizer: { id: ${flow(id)}, token_file: ${flow(tokenFile)} }

# Install connectors ("servo connectors" lists them), and give each a section here.
connectors: []
`;
}

/** A value on one line. */
function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
}
