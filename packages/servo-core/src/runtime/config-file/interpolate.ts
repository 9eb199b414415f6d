import { parse } from 'yaml';

/** How a text of the configuration is filled in. */
export interface InterpolateOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the text stood without quotes, so that a filled-in number is a number. */
  readonly plain: boolean;
  /** Told the name of a variable that is not set and has no default. */
  readonly onUnset: (name: string) => void;
}

const reference = /\$\$\{|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

/** Fills in `${NAME}` and `${NAME:-default}`; `$${` stands for `${`. */
export function interpolate(text: string, { env, plain, onUnset }: InterpolateOptions): unknown {
  if (!text.includes('${')) return text;
  let filled = false;
  const result = text.replace(reference, (match, name: string | undefined, fallback: string | undefined) => {
    if (name === undefined) return '${';
    filled = true;
    const value = env[name] || fallback; // an empty variable counts as unset
    if (value === undefined) onUnset(name);
    return value ?? match;
  });
  return plain && filled ? scalar(result) : result;
}

function scalar(text: string): unknown {
  try {
    const value: unknown = parse(text);
    return typeof value === 'number' || typeof value === 'boolean' ? value : text;
  } catch {
    return text; // not YAML on its own, so it is text
  }
}
