import { styleText } from 'node:util';

/** Colours a text where the terminal shows colours. */
export type Paint = (style: 'green' | 'red' | 'yellow' | 'bold' | 'dim' | 'cyan', text: string) => string;

/** Makes the paint of a terminal. */
export function paint(colors: boolean): Paint {
  return (style, text) => (colors ? styleText(style, text, { validateStream: false }) : text);
}
