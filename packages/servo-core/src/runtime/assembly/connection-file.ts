import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { Secret } from '../../config/secret.js';
import { ServoError } from '../../errors/servo-error.js';

/** How an optimizer is reached, as a sidecar writes it down. */
export interface Connection {
  readonly token: Secret;
  readonly baseUrl: string;
  readonly tenantId: string;
}

const content = z.object({
  Authorization: z.string().min(1),
  Endpoint: z.url({ protocol: /^https?$/ }),
  TenantId: z.string().min(1),
});

/**
 * Reads a connection file: YAML with `Authorization`, `Endpoint` and `TenantId`.
 *
 * @throws {@link ServoError} `OPTIMIZER_CONNECTION_FILE` when it is not there or has another form; what it holds is
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

function invalid(path: string, why: string): ServoError {
  return new ServoError('OPTIMIZER_CONNECTION_FILE', `The connection file ${path} cannot be used: ${why}`, {
    hint: 'Look whether what writes it runs, and compare with "connection_file" of the optimizer in servo.yaml.',
    retryable: true,
  });
}
