import type { ContainerStatus, Pod } from '../api/objects.js';

/** Returns how all containers of a pod are, those that prepare it first. */
export function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** Says what a container waits for, in the words of the node. */
export function waitingText(waiting: { readonly reason?: string; readonly message?: string } | undefined): string {
  return [waiting?.reason, waiting?.message].filter(Boolean).join(' ');
}
