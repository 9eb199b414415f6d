import { maskSecrets } from '../../config/mask-secrets.js';
import type { ServoEvent } from './servo-event.js';

const texts = ['message', 'reason', 'detail', 'why'] as const;

/** An event as anybody may see it: what optimizers and connectors say in it is shown without secrets. */
export function maskedEvent(event: ServoEvent): ServoEvent {
  const fields: Readonly<Record<string, unknown>> = event; // each type of event has others
  const masked = texts.flatMap((name) => {
    const text = fields[name];
    return typeof text === 'string' ? [[name, maskSecrets(text)] as const] : [];
  });
  if (event.type === 'handover') return { ...event, lines: event.lines.map(maskSecrets) };
  return masked.length === 0 ? event : { ...event, ...Object.fromEntries(masked) };
}
