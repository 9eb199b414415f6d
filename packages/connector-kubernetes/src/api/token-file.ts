import { readFile } from 'node:fs/promises';
import type { KubeConfig, User } from '@kubernetes/client-node';

type Authenticator = Parameters<KubeConfig['addAuthenticator']>[0]; // not exported by its name

const provider = 'servo-token-file';

interface TokenFileProvider {
  readonly name: typeof provider;
  readonly path: string;
}

/** What a user has as its `auth-provider` whose token is in a file. */
export function tokenFileProvider(path: string): TokenFileProvider {
  return { name: provider, path };
}

/** Returns the file that holds a user's token; `undefined` for a user without. */
export function tokenFileOf({ authProvider }: User): string | undefined {
  const { name, path } = (authProvider ?? {}) as Partial<TokenFileProvider>; // untyped there
  return name === provider ? path : undefined;
}

/** Logs in with a token that is read from its file for each request, as it is replaced there before it expires. */
export const tokenFileAuthenticator: Authenticator = {
  isAuthProvider: (user) => tokenFileOf(user) !== undefined,
  applyAuthentication: async (user, options) => {
    const token = (await readFile(tokenFileOf(user) ?? '', 'utf8')).trim();
    options.headers = { ...options.headers, Authorization: `Bearer ${token}` };
  },
};
