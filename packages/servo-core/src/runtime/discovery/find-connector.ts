import { ServoError } from '../../errors/servo-error.js';
import { nearestName } from '../../errors/nearest-name.js';
import type { Candidate, Refusal } from './candidate.js';
import { candidatesOf, type Discovery } from './discover.js';
import { resolvePackage } from './read-package.js';

/**
 * Finds the connector that a configuration asks for, by its short name or by `package/name`.
 *
 * @throws {@link ServoError} `CONNECTOR_NOT_INSTALLED`, `CONNECTOR_NOT_DECLARED`, `CONNECTOR_AMBIGUOUS`, or the code of
 * its refusal.
 */
export function findConnector(identifier: string, discovery: Discovery): Candidate {
  const { deployment, candidates } = discovery;
  const found = candidates.filter((each) => isMeant(each, identifier));
  const [first, second] = found;
  if (first && second) throw ambiguous(identifier, found);
  if (first?.refusal) throw refused(first, first.refusal);
  if (first) return first;
  if (!deployment) throw noDeployment(identifier);
  const ofPackage = candidates.find((each) => each.package === identifier);
  if (ofPackage) throw packageOnly(ofPackage);
  const undeclared = findUndeclared(identifier, deployment.root);
  throw undeclared ? notDeclared(identifier, undeclared) : notInstalled(identifier, candidates);
}

function isMeant(candidate: Candidate, identifier: string): boolean {
  return identifier === candidate.name || identifier === fullName(candidate);
}

function fullName(candidate: Candidate): string {
  return `${candidate.package}/${candidate.name}`;
}

function findUndeclared(identifier: string, root: string): Candidate | undefined {
  return likelyPackages(identifier)
    .flatMap((name) => resolvePackage(name, root) ?? [])
    .flatMap(candidatesOf)
    .find((candidate) => isMeant(candidate, identifier) || candidate.package === identifier);
}

const packageName = /^(?:@[\w-][\w.-]*\/)?[\w-][\w.-]*$/;

function likelyPackages(identifier: string): readonly string[] {
  const owner = identifier.slice(0, Math.max(0, identifier.lastIndexOf('/')));
  const names = [owner, identifier, `@servo/connector-${identifier}`, `servo-connector-${identifier}`];
  return names.filter((name) => packageName.test(name));
}

function refused({ name }: Candidate, { code, message, hint }: Refusal): ServoError {
  return new ServoError(code, `The connector "${name}" cannot be used: ${message}`, { hint });
}

function ambiguous(identifier: string, found: readonly Candidate[]): ServoError {
  const choices = found.map(fullName);
  return new ServoError(
    'CONNECTOR_AMBIGUOUS',
    `Several packages have a connector "${identifier}": ${choices.join(', ')}`,
    { hint: `Say which in servo.yaml: connectors: {${identifier}: "${choices[0]}"}` },
  );
}

function notDeclared(identifier: string, { package: name, version }: Candidate): ServoError {
  return new ServoError(
    'CONNECTOR_NOT_DECLARED',
    `The connector "${identifier}" is installed (${name}@${version}) but is not one of the deployment's "dependencies"`,
    { hint: `npm install --save-prod --save-exact ${name}@${version}` },
  );
}

function noDeployment(identifier: string): ServoError {
  return new ServoError(
    'CONNECTOR_NOT_INSTALLED',
    `There is no deployment here: no package.json lists the connector "${identifier}"`,
    { hint: `npm init -y && npm install --save-exact @servo/core @servo/cli ${likelyPackage(identifier)}` },
  );
}

function packageOnly(candidate: Candidate): ServoError {
  return new ServoError('CONNECTOR_NOT_INSTALLED', `"${candidate.package}" is a package, not a connector`, {
    hint: `Write "${candidate.name}" or "${fullName(candidate)}".`,
  });
}

function notInstalled(identifier: string, candidates: readonly Candidate[]): ServoError {
  const names = candidates.filter(({ refusal }) => !refusal).map(({ name }) => name);
  const have = names.length > 0 ? `installed: ${names.join(', ')}` : 'none is installed';
  const nearest = nearestName(identifier, names);
  const meant = nearest === undefined ? '' : `Did you mean "${nearest}"? If not: `;
  return new ServoError('CONNECTOR_NOT_INSTALLED', `The connector "${identifier}" is not installed (${have})`, {
    hint: `${meant}npm install --save-exact ${likelyPackage(identifier)}`,
  });
}

/** The package that a connector is looked for in: the one that is written, else one of this project. */
function likelyPackage(identifier: string): string {
  const owner = identifier.slice(0, Math.max(0, identifier.lastIndexOf('/')));
  return packageName.test(owner) ? owner : `@servo/connector-${identifier.replace(/^.*\//, '')}`;
}
