import { maskSecrets } from './mask-secrets.js';
import { isPlural, namesSecret } from './secret-name.js';

/** How {@link maskRecord} goes about it. */
export interface MaskRecordOptions {
  /** Told of what only the name of a field gave away. */
  readonly hidden?: ((text: string) => void) | undefined;
  /** Makes plain data of an error. */
  readonly errorFields?: ((error: Error) => object) | undefined;
}

interface Here extends MaskRecordOptions {
  /** Whether a field around this says that it holds a secret. */
  readonly secret: boolean;
  /** The objects around this, which it may refer to. */
  readonly around: readonly object[];
}

const mask = '[secret]';
const option = /^--?([\w-]+)$/;

/**
 * Makes plain data of a value, in which every text is masked as {@link maskSecrets} does, and all that stands in a field
 * whose name says that it holds a secret. In a list, what follows an option that is called so is masked as well.
 */
export function maskRecord(value: unknown, options: MaskRecordOptions = {}): unknown {
  return walk(value, { ...options, secret: false, around: [] });
}

function walk(value: unknown, here: Here): unknown {
  if (typeof value === 'string') return here.secret ? hide(value, here) : maskText(value, here);
  if (typeof value === 'number' || typeof value === 'bigint') return here.secret ? hide(String(value), here) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (here.around.includes(value)) return '[circular]';
  const inside = { ...here, around: [...here.around, value] };
  if (value instanceof Error && here.errorFields) return walkFields(here.errorFields(value), inside);
  const { toJSON } = value as { readonly toJSON?: unknown }; // as JSON.stringify asks for it
  if (typeof toJSON === 'function') return walk(toJSON.call(value), inside);
  if (Array.isArray(value)) return walkList(value, inside);
  return walkFields(value, inside);
}

function walkList(list: readonly unknown[], here: Here): readonly unknown[] {
  return list.map((item, index) => {
    const before = list[index - 1];
    const name = typeof before === 'string' ? option.exec(before)?.[1] : undefined;
    const follows = name !== undefined && namesSecret(name) && !(typeof item === 'string' && option.test(item));
    return walk(item, { ...here, secret: here.secret || follows });
  });
}

function walkFields(fields: object, here: Here): object {
  const entries = Object.entries(fields).map(([name, item]) => {
    const secret = here.secret || (namesSecret(name) && !(typeof item === 'number' && isPlural(name)));
    return [maskSecrets(name), walk(item, { ...here, secret })] as const;
  });
  return Object.fromEntries(entries);
}

/** A text that is JSON is data as well. */
function maskText(text: string, here: Here): string {
  if (!/^\s*[[{]/.test(text)) return maskSecrets(text);
  try {
    const data: unknown = JSON.parse(text);
    const masked = JSON.stringify(walk(data, here));
    return masked === JSON.stringify(data) ? text : masked;
  } catch {
    return maskSecrets(text); // it only begins like JSON
  }
}

function hide(text: string, { hidden }: Here): string {
  if (text === '' || text === mask) return text;
  hidden?.(text);
  return mask;
}
