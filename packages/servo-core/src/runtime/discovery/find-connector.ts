import { ServoError } from '../../errors/servo-error.js';
import type { Candidate } from './candidate.js';
import { candidatesOf, type Discovery } from './discover.js';
import { resolvePackage } from './read-package.js';

/**
 * Finds the connector that a configuration asks for, by its short name or by `package/name`.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_INSTALLED`, `CONNECTOR_NOT_DECLARED`, `CONNECTOR_AMBIGUOUS`, or the code of
 * its refusal.
 */
export function findConnector(identifier: string, { deployment, candidates }: Discovery): Candidate {
  const found = candidates.filter((each) => identifier === each.name || identifier === `${each.package}/${each.name}`);
  const [first, second] = found;
  if (first && second) throw ambiguous(identifier, found);
  if (first?.refusal) throw refused(first, first.refusal);
  if (first) return first;
  const undeclared = deployment && installed(identifier, deployment.root);
  if (undeclared) throw notDeclared(identifier, undeclared);
  throw notInstalled(identifier, { deployment, candidates });
}

function installed(identifier: string, root: string): Candidate | undefined {
  for (const name of likelyPackages(identifier)) {
    const candidate = candidatesOf(resolvePackage(name, root) ?? { root, manifest: {} })[0];
    if (candidate) return candidate;
  }
  return undefined;
}

function likelyPackages(identifier: string): readonly string[] {
  const slash = identifier.lastIndexOf('/');
  const named = slash > 0 ? [identifier.slice(0, slash)] : [];
  return [...named, `@servo/connector-${identifier}`, `servo-connector-${identifier}`, identifier].filter((name) =>
    /^[@a-z0-9][\w./-]*$/i.test(name),
  );
}

function refused({ name }: Candidate, { code, message, hint }: NonNullable<Candidate['refusal']>): ServoError {
  return new ServoError(code, `The connector "${name}" cannot be used: ${message}`, { hint });
}

function ambiguous(identifier: string, found: readonly Candidate[]): ServoError {
  const choices = found.map((each) => `${each.package}/${each.name}`);
  return new ServoError(
    'CONNECTOR_AMBIGUOUS',
    `Several packages have a connector "${identifier}": ${choices.join(', ')}`,
    {
      hint: `Say which in servo.yaml: connectors: {${identifier}: "${choices[0]}"}`,
    },
  );
}

function notDeclared(identifier: string, { package: name, version }: Candidate): ServoError {
  return new ServoError(
    'CONNECTOR_NOT_DECLARED',
    `The connector "${identifier}" is installed (${name}@${version}) but the deployment's package.json does not list it`,
    {
      hint: `npm install --save-exact ${name}@${version}`,
    },
  );
}

function notInstalled(identifier: string, { deployment, candidates }: Discovery): ServoError {
  const known = candidates.filter(({ refusal }) => !refusal).map(({ name }) => name);
  const have = known.length > 0 ? `installed are ${known.join(', ')}` : 'none is installed';
  if (!deployment)
    return new ServoError(
      'CONNECTOR_NOT_INSTALLED',
      `There is no deployment here: no package.json lists the connector "${identifier}"`,
      {
        hint: `npm init -y && npm install --save-exact @servo/core @servo/cli @servo/connector-${identifier}`,
      },
    );
  return new ServoError('CONNECTOR_NOT_INSTALLED', `The connector "${identifier}" is not installed; ${have}`, {
    hint: `npm install --save-exact @servo/connector-${identifier}, or the package that has it.`,
  });
}
