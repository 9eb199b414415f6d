import { ServoError } from '@servo/core';
import type { ConfigDocument, ServoDocument } from '@servo/core/documents';

/** A servo as it was written and as it is understood. */
export interface WrittenServo {
  readonly document: ServoDocument;
  readonly written: Pick<ConfigDocument, 'values'>;
}

/** Whether the file says nothing, and the environment names neither a connector nor an optimizer. */
export function saysNothing({ document: { connectors, optimizer }, written }: WrittenServo): boolean {
  return Object.keys(written.values).length === 0 && connectors.length === 0 && !optimizer;
}

/** Makes the error of a file that says nothing. */
export function emptyConfiguration(file = 'servo.yaml'): ServoError {
  return new ServoError('CONFIGURATION_EMPTY', `${file} describes no servo`, {
    hint: 'Say in it which "connectors" the servo has, and which "optimizer"; servo init writes one.',
  });
}
