import { ServoError } from '@servo/core';

/** What an error about a kubeconfig may carry beside its problem. */
export interface KubeConfigErrorOptions {
  readonly cause?: unknown;
  readonly hint?: string;
}

/** Makes the error of a kubeconfig that cannot be used. The problem is shown, and so is the cause: neither may quote the file. */
export function kubeConfigError(problem: string, { cause, hint }: KubeConfigErrorOptions = {}): ServoError {
  return new ServoError('KUBERNETES_CONFIG_INVALID', `The cluster is not described rightly: ${problem}`, {
    hint: hint ?? usualHint,
    ...(cause !== undefined && { cause }),
  });
}

const usualHint =
  'Correct "kubeconfig" or "context" in servo.yaml, or KUBECONFIG; `kubectl config get-contexts` lists what there is.';
