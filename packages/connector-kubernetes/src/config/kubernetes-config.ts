import { z } from '@servo/core/config';
import { sharedFields, WorkloadConfig } from './workload-config.js';
import { workloadProblems } from './workload-problems.js';

const Permission = z.strictObject({
  group: z.string().describe('The API group; empty for the core'),
  resources: z.array(z.string()).min(1),
  verbs: z.array(z.string()).min(1),
});

/** The configuration of the Kubernetes connector. */
export const KubernetesConfig = z
  .strictObject({
    description: z.string().optional().describe('What this is about'),
    ...sharedFields,
    permissions: z
      .array(Permission)
      .default([])
      .describe('Permissions to check beside those that are needed: {group, resources, verbs}'),
    deployments: z.array(WorkloadConfig).default([]).describe('The Deployments to tune'),
    statefulSets: z.array(WorkloadConfig).default([]).describe('The StatefulSets to tune'),
  })
  .superRefine((config, context) => {
    if (config.deployments.length + config.statefulSets.length === 0)
      context.addIssue({
        code: 'custom',
        message: 'there is nothing to tune; name a workload under "deployments" or "stateful_sets"',
      });
    for (const { path, message } of workloadProblems(config))
      context.addIssue({ code: 'custom', path: [...path], message });
  });

/** The validated configuration. */
export type KubernetesConfig = z.output<typeof KubernetesConfig>;
