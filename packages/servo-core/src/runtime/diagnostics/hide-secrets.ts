import { maskSecrets } from '../../config/mask-secrets.js';

const mask = '[secret]';
/** How fields are called whose text is most likely a secret, whatever stands before: `DB_PASSWORD`, `apiKey`. */
const telling =
  /(?:passw(?:or)?d|passphrase|secrets?|tokens?|credentials?|authorization|cookies?|(?:api|access|private|secret)[_-]?key)$/i;

/**
 * Masks every text in a value of JSON that is a secret of this process or looks like one, and every text in a field whose
 * name says that it holds one. `hidden` is told of what only the name gave away.
 */
export function hideSecrets(value: unknown, hidden: (text: string) => void = () => {}): unknown {
  return hide(value, { secret: false, hidden });
}

interface Here {
  /** Whether a field around this says that it holds a secret. */
  readonly secret: boolean;
  readonly hidden: (text: string) => void;
}

function hide(value: unknown, here: Here): unknown {
  if (typeof value === 'string') return here.secret ? hideWhole(value, here) : maskSecrets(value);
  if (Array.isArray(value)) return value.map((item) => hide(item, here));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const secret = here.secret || telling.test(key);
    return [maskSecrets(key), hide(item, { ...here, secret })] as const;
  });
  return Object.fromEntries(entries);
}

function hideWhole(value: string, { hidden }: Here): string {
  if (value !== mask) hidden(value);
  return mask;
}
