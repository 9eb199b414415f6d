import { annotationPrefix, optimizerAliases } from '@servo/core/documents';
import { cliVersion } from '../cli-version.js';
import { configurationYaml, literal } from './configuration-yaml.js';
import type { ShownValue } from './shown-values.js';

/** A servo whose configuration goes into a ConfigMap. */
export interface ConfigMapServo {
  readonly name: string;
  readonly values: readonly ShownValue[];
  /** The kind of an optimizer elsewhere: who the servo is for it, and its token, are left to variables as well. */
  readonly remote?: Exclude<keyof typeof optimizerAliases, 'embedded'> | undefined;
  /** What is told of each of its connectors. */
  readonly connectors: readonly object[];
}

/** What a ConfigMap is made of. */
export interface ConfigMapOptions {
  readonly servos: readonly ConfigMapServo[];
  readonly now: Date;
  /** Whether secrets stand in it as they are, and not as variables to fill in. */
  readonly showSecrets: boolean;
}

/** Makes a Kubernetes ConfigMap of a configuration, and says which variables it leaves to a Secret. */
export function configMap({ servos, now, showSecrets }: ConfigMapOptions): {
  readonly manifest: object;
  readonly variables: readonly string[];
} {
  const variables = new Set<string>();
  const filled = (each: ShownValue, servo: string): unknown => {
    if (showSecrets || each.shown === each.value) return literal(each.value);
    const name = variableOf(each, servos.length > 1 ? servo : undefined);
    variables.add(name);
    return `\${${name}}`;
  };
  const documents = servos.map(({ name, values, remote }) => {
    if (remote) for (const each of identityVariables(values, remote)) variables.add(each);
    const kept = values.filter(
      ({ path, origin }) => origin.kind !== 'secret-file' && !(remote && path[0] === 'optimizer'),
    );
    return configurationYaml(kept.map((each) => ({ path: each.path, value: filled(each, name) })));
  });
  const connectors = servos.flatMap(({ name, connectors: own }) =>
    own.map((each) => (servos.length > 1 ? { servo: name, ...each } : each)),
  );
  const manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'servo-config',
      labels: { 'app.kubernetes.io/name': 'servo', 'app.kubernetes.io/version': cliVersion },
      annotations: {
        [`${annotationPrefix}/configured_at`]: now.toISOString(),
        [`${annotationPrefix}/connectors`]: JSON.stringify(connectors),
      },
    },
    data: { 'servo.yaml': `${documents.join('\n---\n')}\n` },
  };
  return { manifest, variables: [...variables] };
}

/** The variables by which a servo is told who it is for its optimizer, and where that is. */
function identityVariables(
  values: readonly ShownValue[],
  kind: NonNullable<ConfigMapServo['remote']>,
): readonly string[] {
  const keys = new Set(values.flatMap(({ path: [section, key] }) => (section === 'optimizer' ? [key] : [])));
  const aliases = Object.entries<string>(optimizerAliases[kind]);
  return aliases.flatMap(([variable, key]) => (keys.has(key) && !key.endsWith('_file') ? [variable] : []));
}

/** The variable that gave a value, or the one that would; one that only this servo reads where there are others. */
function variableOf({ path, origin }: ShownValue, servo: string | undefined): string {
  if (origin.kind === 'variable') return origin.variable;
  const words = servo === undefined ? ['servo', ...path] : [...path, 'of', servo];
  return words.join('_').replace(/\W/g, '_').toUpperCase();
}
