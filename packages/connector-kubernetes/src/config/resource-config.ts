import { z } from '@servo/core/config';
import { cores, gibibytes } from './amounts.js';
import { pinned } from './pinned.js';
import { rangeProblem } from './range-problem.js';

const requirement = z.enum(['request', 'limit']);
const requirements = z.array(requirement).min(1).default(['request', 'limit']);

/** Which of the two requirements of a container: what it is promised, or what it may use at most. */
export type Requirement = z.output<typeof requirement>;

const resource = (amount: typeof cores, unit: string) =>
  z
    .strictObject({
      min: amount.describe('The smallest value'),
      max: amount.describe('The largest value'),
      step: amount.describe('The distance of two values'),
      value: amount.optional().describe('Ignored: the value comes from the cluster'),
      unit: z.literal(unit).optional().describe('The unit on the wire'),
      pinned,
      request: amount.optional().describe('The request that a tuning pod begins with'),
      limit: amount.optional().describe('The limit that a tuning pod begins with'),
      get: requirements.describe('Where the present value is read: the first one that is set'),
      set: requirements.describe('What an adjustment writes'),
    })
    .superRefine(({ min, max, step, request, limit }, context) => {
      if (typeof min !== 'number' || typeof max !== 'number' || typeof step !== 'number') return; // said already
      const refuse = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
      if (min <= 0) refuse('min', 'expected more than 0: nothing runs with nothing');
      const problem = rangeProblem({ min, max, step });
      if (problem) refuse(problem.key, problem.message);
      if (typeof request === 'number' && typeof limit === 'number' && request > limit)
        refuse('request', 'expected "request" not to be greater than "limit"');
    });

/** The processor of a container: bounds, and which requirements are read and written. */
export const CpuConfig = resource(cores, 'cores');
/** The memory of a container. */
export const MemoryConfig = resource(gibibytes, 'GiB');

/** A validated `cpu` or `memory`, in cores or GiB. */
export type ResourceConfig = z.output<typeof CpuConfig>;
