import { rememberSecret } from '../../config/known-secrets.js';
import { namesSecret } from '../../config/secret-name.js';

/**
 * Lets values be found in texts whose keys are called as secrets are, though no schema says so: variables of a program,
 * headers. They are forgotten with what holds them.
 */
export function rememberNamedSecrets(values: unknown, holder: object): void {
  if (typeof values !== 'object' || values === null) return;
  for (const [key, value] of Object.entries(values))
    if (typeof value !== 'string') rememberNamedSecrets(value, holder);
    else if (namesSecret(key)) rememberSecret(holder, value);
}
