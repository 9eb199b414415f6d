import { maskRecord } from '../../config/mask-record.js';
import { maskSecrets } from '../../config/mask-secrets.js';
import { SecretIndex } from '../../config/secret-index.js';
import type { RecentLog } from './recent-logs.js';

/** What an optimizer is sent that asks for diagnostics. */
export interface DiagnosticsReport {
  readonly configmap: unknown;
  /** By their time; what was logged at the same one stands below each other. */
  readonly logs: Readonly<Record<string, string>>;
}

/**
 * Makes what an optimizer is sent, without secrets: neither those of this process, nor what the name of a field gives away
 * in the configuration, wherever that stands, or in the log.
 *
 * @param configuration Plain JSON.
 */
export function diagnosticsReport(configuration: unknown, logs: readonly RecentLog[]): DiagnosticsReport {
  const found = new SecretIndex();
  const configmap = maskRecord(configuration, { hidden: (text) => found.add(text) });
  const texts = new Map<string, string>();
  for (const { time, text } of logs) {
    const earlier = texts.get(time);
    const shown = found.mask(shownText(text));
    texts.set(time, earlier === undefined ? shown : `${earlier}\n${shown}`);
  }
  return { configmap, logs: Object.fromEntries(texts) };
}

function shownText(text: string): string {
  try {
    return JSON.stringify(maskRecord(JSON.parse(text)));
  } catch {
    return maskSecrets(text); // not what the logger writes
  }
}
