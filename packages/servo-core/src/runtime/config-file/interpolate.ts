/** A text with environment variables filled in. */
export interface Interpolated {
  readonly text: string;
  /** The variables whose values were put in; none for a default, `undefined` where nothing was put in. */
  readonly variables?: readonly string[] | undefined;
  /** The variables that are not set and have no default. */
  readonly missing: readonly string[];
  /** What begins as a reference and is none, as it was written. */
  readonly malformed: readonly string[];
}

const reference = /\$\$\{|\$\{([A-Za-z_]\w*)(?::-((?:(?!\$\{)[^}])*))?\}|\$\{[^}]*\}?/g;

/** Fills in `${NAME}` and `${NAME:-default}`; `$${` stands for `${`. An empty variable counts as not set. */
export function interpolate(text: string, env: Readonly<Record<string, string | undefined>>): Interpolated {
  const missing: string[] = [];
  const malformed: string[] = [];
  let variables: string[] | undefined;
  const result = text.replace(reference, (match, name: string | undefined, fallback: string | undefined) => {
    if (match === '$${') return '${';
    if (name === undefined) {
      malformed.push(match);
      return match;
    }
    variables ??= [];
    if (env[name]) variables.push(name);
    const value = env[name] || fallback;
    if (value === undefined) missing.push(name);
    return value ?? match;
  });
  return { text: result, variables, missing, malformed };
}
