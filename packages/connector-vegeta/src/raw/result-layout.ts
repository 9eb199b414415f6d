import { GobReader } from './gob-reader.js';

/** Which field of a result stands at which place of its gob. */
export interface ResultLayout {
  /** The number that messages with results begin with. */
  readonly id: number;
  /** The names of the fields, in order. */
  readonly fields: readonly string[];
}

// The kinds of values that gob numbers, as far as a result is read.
const kinds: Readonly<Record<string, number>> = {
  Attack: 6,
  Seq: 3,
  Code: 3,
  Latency: 2,
  BytesOut: 3,
  BytesIn: 3,
  Error: 6,
};
const structType = 3; // the place of a struct in the description of a type

/**
 * Reads the description of a type, which stands before the first value of that type. Returns the layout when it is that of
 * the results, of a form that can be read.
 */
export function resultLayout(reader: GobReader, id: number): ResultLayout | undefined {
  if (reader.uint() !== structType) return undefined;
  if (reader.uint() !== 1) return undefined;
  const { name } = readNamed(reader);
  if (name !== 'Result' || reader.uint() !== 1) return undefined;
  const fields = Array.from({ length: Math.min(reader.uint(), 100) }, () => readNamed(reader));
  const known = fields.filter((field) => field.name === 'Timestamp' || kinds[field.name] === field.id);
  const complete = !reader.overrun && known.length === Object.keys(kinds).length + 1;
  return complete ? { id, fields: fields.map((field) => field.name) } : undefined;
}

/** A struct of a name and a number, each at the place after the last one; a 0 ends it. */
function readNamed(reader: GobReader): { readonly name: string; readonly id: number } {
  let [name, id, place] = ['', 0, 0];
  for (let step = reader.uint(); step !== 0; step = reader.uint()) {
    place += step;
    if (place === 1) name = reader.text();
    else id = reader.int();
  }
  return { name, id };
}
