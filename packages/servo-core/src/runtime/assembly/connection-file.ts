import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from '../../zod.js';
import { Secret } from '../../config/secret.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import { isSendable } from '../optimizer-client/authorization.js';
import { OptimizerError } from '../optimizer-client/optimizer-error.js';

/** How an optimizer is reached, as a sidecar writes it down. */
export interface Connection {
  readonly token: Secret;
  readonly baseUrl: string;
  readonly tenantId: string;
}

const content = z.object({
  Authorization: z.string().trim().refine(isSendable),
  Endpoint: z.url({ protocol: /^https?$/ }),
  TenantId: z.string().min(1),
});

/**
 * A connection file: YAML with `Authorization`, `Endpoint` and `TenantId`. What writes it may begin after the servo, and
 * replace it at any time: a file that is gone or half written leaves in force what was read last.
 */
export class ConnectionFile {
  readonly #path: string;
  readonly #logger: Logger;
  #known: Connection | undefined;
  #trouble: string | undefined;

  constructor(path: string, logger: Logger) {
    this.#path = path;
    this.#logger = logger;
  }

  /**
   * Answers what the file says now.
   *
   * @throws {@link OptimizerError} `OPTIMIZER_CONNECTION_FILE` as long as nothing could be read yet.
   */
  async read(): Promise<Connection> {
    try {
      this.#known = await readConnectionFile(this.#path);
    } catch (error) {
      if (!(error instanceof OptimizerError)) throw error;
      this.#tell(error.message);
      if (!this.#known) throw error;
      return this.#known;
    }
    if (this.#trouble !== undefined) this.#logger.info(`The connection file ${this.#path} can be used now`);
    this.#trouble = undefined;
    return this.#known;
  }

  /** Says what is wrong, once. */
  #tell(trouble: string): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    if (this.#known) this.#logger.warn(`${trouble}; what it said before is in force`);
    else this.#logger.info(`Waiting for the connection file. ${trouble}`);
  }
}

/**
 * Reads a connection file.
 *
 * @throws {@link OptimizerError} `OPTIMIZER_CONNECTION_FILE` when it is not there or has another form; what it holds is
 * never shown.
 */
export async function readConnectionFile(path: string): Promise<Connection> {
  const parsed = content.safeParse(await readYaml(path));
  if (!parsed.success) {
    const keys = new Set(parsed.error.issues.map(({ path: [key = 'the whole'] }) => String(key)));
    throw invalid(path, `expected Authorization, Endpoint and TenantId, wrong or missing: ${[...keys].join(', ')}`);
  }
  const { Authorization, Endpoint, TenantId } = parsed.data;
  return { token: new Secret(Authorization), baseUrl: Endpoint, tenantId: TenantId };
}

async function readYaml(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw invalid(path, ServoError.from(error).message);
  }
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    throw invalid(path, 'it is not YAML'); // the cause quotes lines, which may hold the token
  }
}

function invalid(path: string, why: string): OptimizerError {
  return new OptimizerError(`The connection file ${path} cannot be used: ${why}`, {
    code: 'OPTIMIZER_CONNECTION_FILE',
    hint: 'Look whether what writes it runs, and compare with "connection_file" of the optimizer in servo.yaml.',
  });
}
