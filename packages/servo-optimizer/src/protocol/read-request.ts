import { type WireRequest, wireRequest } from '@servo/core/wire';

/** A request that cannot be understood, and the HTTP status to answer with. */
export interface Misunderstood {
  readonly code: number;
  readonly problem: string;
}

/** Reads what a servo says. */
export async function readRequest(request: Request): Promise<WireRequest | Misunderstood> {
  if (request.method !== 'POST') return { code: 405, problem: `Expected POST, got ${request.method}` };
  const text = await request.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return { code: 400, problem: `Expected JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const read = wireRequest.safeParse(body);
  if (read.success) return read.data;
  const why = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the request'}: ${message}`);
  return { code: 400, problem: why.join('; ') };
}
