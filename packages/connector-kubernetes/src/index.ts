/**
 * Tunes Deployments and StatefulSets of Kubernetes, and takes back what failed.
 *
 * @module
 */

export { KubernetesConnector } from './kubernetes-connector.js';
export { KubernetesConfig } from './config/kubernetes-config.js';
