import { ServoError } from '@servo/core';
import { z } from '@servo/core/config';
import type { ObjectMeta } from '../api/objects.js';
import { beforeAnnotation } from './annotations.js';
import type { WorkloadPatch } from './fields.js';

const amounts = z.record(z.string(), z.string().nullable()).optional();
const resources = z.object({ requests: amounts, limits: amounts }).optional();
const variable = z.union([
  z.object({ name: z.string(), value: z.string() }),
  z.object({ name: z.string(), $patch: z.literal('delete') }),
]);
const container = z.object({ name: z.string(), resources, env: z.array(variable).optional() });
const template = z.object({ spec: z.object({ containers: z.array(container) }) }).optional();
const record = z.object({ spec: z.object({ replicas: z.int().min(0).optional(), template }) });

/**
 * Reads the record of how a workload was.
 *
 * @throws {@link ServoError} `KUBERNETES_RECORD_INVALID` when somebody else has written it: nothing is known then.
 */
export function parseRecord(text: string, { name, namespace = 'default' }: ObjectMeta): WorkloadPatch {
  const parsed = record.safeParse(parseJson(text));
  if (parsed.success) return parsed.data as WorkloadPatch; // what is optional is absent, never undefined
  const where = `kubectl -n ${namespace}`;
  throw new ServoError(
    'KUBERNETES_RECORD_INVALID',
    `The annotation ${beforeAnnotation} of ${name} is not what a servo wrote`,
    {
      hint: `Look at it (${where} get deployment,statefulset ${name} -o yaml), bring ${name} back by hand, then remove the annotations ${beforeAnnotation} and servo/holder.`,
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // which is no record either
  }
}
