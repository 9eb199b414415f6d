import { cliVersion } from '../cli-version.js';
import type { Paint } from './paint.js';

/** Greets a person at the start of a run: name and version. */
export function banner(paint: Paint): readonly string[] {
  return [`${paint('cyan', '◢◤')} ${paint('bold', 'Servo')}`, `${paint('cyan', '◥◣')} ${paint('dim', cliVersion)}`];
}
