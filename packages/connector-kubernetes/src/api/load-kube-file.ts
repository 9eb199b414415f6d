import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ServoError } from '@servo/core';
import type { KubeConfig, User } from '@kubernetes/client-node';
import { load, YAMLException } from 'js-yaml';
import { kubeConfigError } from './kube-config-error.js';
import { tokenFileProvider } from './token-file.js';

/** Reads one kubeconfig into `config`; what is wrong with its text is said by line and column, as it is full of secrets. */
export function loadKubeFile(config: KubeConfig, file: string): void {
  try {
    const text = readFileSync(file, 'utf8');
    const content = load(text);
    config.loadFromString(text);
    const folder = dirname(file);
    config.makePathsAbsolute(folder);
    config.users = config.users.map((user) => withTokenFile(user, tokenFileOf(content, user.name), folder));
  } catch (error) {
    if (error instanceof YAMLException)
      // without its cause, which quotes the lines around
      throw kubeConfigError(`${file} is no kubeconfig: it is no YAML${positionText(error)}`, { hint: yamlHint });
    throw kubeConfigError(`${file} is no kubeconfig: ${ServoError.from(error).message}`, { cause: error });
  }
}

const yamlHint = 'Look at that place of the file; it is not shown here, as it may hold a secret.';

function positionText({ mark }: YAMLException): string {
  return mark === undefined ? '' : ` at line ${mark.line + 1}, column ${mark.column + 1}`;
}

/** The client library does not know the key; as for kubectl, the file counts more than a token beside it. */
function withTokenFile(user: User, tokenFile: string | undefined, folder: string): User {
  if (tokenFile === undefined) return user;
  const { token: _, ...rest } = user;
  return { ...rest, authProvider: tokenFileProvider(resolve(folder, tokenFile)) };
}

function tokenFileOf(content: unknown, name: string): string | undefined {
  const { users } = content as { users: readonly { name: string; user?: { tokenFile?: unknown } | null }[] }; // it was loaded
  const found = users.find((each) => each.name === name)?.user?.tokenFile;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
