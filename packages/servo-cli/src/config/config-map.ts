import { annotationPrefix } from '@servo/core/documents';
import { cliVersion } from '../cli-version.js';
import { configurationYaml, literal } from './configuration-yaml.js';
import type { ShownValue } from './shown-values.js';

/** A servo whose configuration goes into a ConfigMap. */
export interface ConfigMapServo {
  readonly name: string;
  readonly values: readonly ShownValue[];
  /** Whether its optimizer is reached by who it is and a token, which come from elsewhere in a cluster. */
  readonly remote: boolean;
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

/** The variable that gave a value, or the one that would; one that only this servo reads where there are others. */
function variableOf({ path, origin }: ShownValue, servo: string | undefined): string {
  if (origin.kind === 'variable') return origin.variable;
  const words = servo === undefined ? ['servo', ...path] : [...path, 'of', servo];
  return words.join('_').replace(/\W/g, '_').toUpperCase();
}
