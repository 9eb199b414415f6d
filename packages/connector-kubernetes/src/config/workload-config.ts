import { duration, z } from '@servo/core/config';
import { EnvironmentConfig } from './environment-config.js';
import { componentName, containerName, objectName } from './names.js';
import { pinned } from './pinned.js';
import { rangeProblem } from './range-problem.js';
import { CpuConfig, MemoryConfig } from './resource-config.js';

const failureModes = ['rollback', 'exception', 'ignore', 'shutdown', 'destroy'] as const;

/** What may stand on a workload, and above all of them for those that say nothing. */
export const sharedFields = {
  kubeconfig: z.string().min(1).optional().describe('The file that says how to reach the cluster'),
  context: z.string().min(1).optional().describe('The context in that file'),
  namespace: objectName.optional().describe('The namespace of the workloads; "default" unless given'),
  settlement: duration()
    .optional()
    .describe('How long a workload must stay ready after an adjustment; 0s unless given'),
  onFailure: z
    .enum(failureModes)
    .optional()
    .describe('What happens to a workload that does not run with its settings; "rollback" unless given'),
  timeout: duration()
    .refine(({ milliseconds }) => milliseconds > 0, 'expected more than 0: no rollout ends at once')
    .optional()
    .describe('How long a rollout may take; 5m unless given'),
  schedulingGrace: duration()
    .optional()
    .describe('How long pods may find no node; 5s unless given, longer where nodes are added on demand'),
  containerLogsInErrorStatus: z
    .boolean()
    .optional()
    .describe('Whether errors carry the end of the logs; false unless given'),
  createTuningPod: z
    .boolean()
    .optional()
    .describe('Whether the tuning pod of a canary is there before the first adjustment; true unless given'),
  acceptAutoscaler: z
    .boolean()
    .optional()
    .describe('Whether an autoscaler may be at work on the same workload; false unless given'),
};

const ContainerConfig = z.strictObject({
  name: containerName.describe('The name of the container in the pod'),
  alias: componentName.optional().describe('The name of the component; <workload>/<container> unless given'),
  command: z.string().optional().describe('Not used'),
  cpu: CpuConfig.describe('The processor'),
  memory: MemoryConfig.describe('The memory'),
  env: z.array(EnvironmentConfig).default([]).describe('Environment variables that can be adjusted'),
  staticEnvironmentVariables: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .optional()
    .describe('Variables of the tuning pod; for the strategy "canary"'),
});

const ReplicasConfig = z
  .strictObject({
    min: z.int().nonnegative().describe('The smallest number'),
    max: z.int().nonnegative().describe('The largest number'),
    step: z.int().positive().default(1).describe('The distance of two numbers'),
    value: z.int().optional().describe('Ignored: the number comes from the cluster'),
    pinned,
  })
  .superRefine((range, context) => {
    const problem = rangeProblem(range);
    if (problem) context.addIssue({ code: 'custom', path: [problem.key], message: problem.message });
  });

const Strategy = z.union([
  z.enum(['default', 'canary']),
  z.strictObject({ type: z.literal('default') }),
  z.strictObject({
    type: z.literal('canary'),
    alias: componentName
      .optional()
      .describe('The name of the component of the tuning pod; <workload>/<container>-tuning unless given'),
  }),
]);

/** A Deployment or StatefulSet to tune. */
export const WorkloadConfig = z.strictObject({
  ...sharedFields,
  name: objectName.describe('Its name'),
  containers: z.array(ContainerConfig).min(1).describe('The containers to tune'),
  strategy: Strategy.default('default').describe('Whether the workload itself is changed, or a pod beside it'),
  replicas: ReplicasConfig.describe('How many pods it may have'),
});

export type ContainerConfig = z.output<typeof ContainerConfig>;
export type ReplicasConfig = z.output<typeof ReplicasConfig>;
export type WorkloadConfig = z.output<typeof WorkloadConfig>;
