import { ServoError } from '@servo/core';

/** Who is granted a Role. */
export interface ServiceAccount {
  readonly name: string;
  /** Where it is; absent for the namespace of the Role. */
  readonly namespace?: string | undefined;
}

const nameForm = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const namespaceForm = /^(?=.{1,63}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * Reads a service account, as `namespace/name` or `name`.
 *
 * @throws {@link ServoError} `USAGE_INVALID` when no service account can be called so.
 */
export function parseServiceAccount(text: string): ServiceAccount {
  const [name = '', namespace, ...others] = text.split('/').toReversed();
  const isNamespace = namespace === undefined || namespaceForm.test(namespace);
  if (nameForm.test(name) && isNamespace && others.length === 0) return { name, namespace };
  throw new ServoError('USAGE_INVALID', `Expected --service-account to be namespace/name or name, got "${text}"`, {
    hint: 'Names are of lower case letters, digits and "-", such as servo or ops/servo.',
  });
}
