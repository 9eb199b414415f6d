import type { ServoDocument } from './servo-document.js';

/** The name of a servo that neither the configuration nor an optimizer names. */
const fallback = 'servo';

/** How a servo is called: by its own name, else by that of its optimizer. */
export function servoName({ name, optimizer }: ServoDocument): string {
  if (name !== undefined) return name;
  if (optimizer?.kind === 'opsani') return optimizer.id;
  return optimizer?.kind === 'appdynamics' ? optimizer.optimizerId : fallback;
}

/** The folder of a servo's own within a state directory; the directory itself where nothing names the servo. */
export function stateFolder(document: ServoDocument): string {
  const name = servoName(document);
  return document.name === undefined && name === fallback ? '' : encodeURIComponent(name);
}
