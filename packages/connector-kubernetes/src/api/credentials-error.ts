import { ServoError } from '@servo/core';
import type { User } from '@kubernetes/client-node';

/** Makes the error of credentials that could not be had. What a program printed as its answer may be a token: it is never shown. */
export function credentialsError(cause: unknown, user: User | null): ServoError {
  const quotes = cause instanceof SyntaxError || cause instanceof TypeError; // the text itself, or what was made of it
  return new ServoError('KUBERNETES_UNAUTHORIZED', `The credentials could not be read: ${problemOf(cause, user)}`, {
    ...(!quotes && { cause }),
    hint: 'Run the program of the kubeconfig by hand, and look at the files that it names.',
  });
}

function problemOf(cause: unknown, user: User | null): string {
  const { command } = (user?.exec ?? {}) as { readonly command?: string }; // untyped there
  const who = command ?? `the auth-provider of "${user?.name}"`;
  if (cause instanceof SyntaxError) return `${who} did not answer with JSON`;
  if (cause instanceof TypeError) return `${who} did not answer with an ExecCredential that has a status`;
  return ServoError.from(cause).message.trim() || `${who} failed and said nothing`;
}
