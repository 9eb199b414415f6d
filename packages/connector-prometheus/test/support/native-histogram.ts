/** The content type of the form in which alone native histograms are scraped. */
export const protobufType =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/**
 * A native histogram with all of its observations in one bucket, (1, 2], as a target gives it: in protocol buffers, by the
 * fields of io.prometheus.client.
 */
export function nativeHistogram(name: string, observations: number): Buffer {
  const [histogram, powersOf2] = [4, 0];
  const span = message([varint(1, zigzag(1)), varint(2, 1)]); // one bucket, the second one
  const sum = Buffer.alloc(8);
  sum.writeDoubleLE(1.5 * observations);
  const value = message([
    varint(1, observations),
    Buffer.concat([key(2, 1), sum]),
    varint(5, zigzag(powersOf2)),
    bytes(12, span),
    varint(13, zigzag(observations)),
  ]);
  const family = message([bytes(1, Buffer.from(name)), varint(3, histogram), bytes(4, message([bytes(7, value)]))]);
  return Buffer.concat([number(family.length), family]);
}

function message(fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function key(field: number, wire: number): Buffer {
  return number((field << 3) | wire);
}

function varint(field: number, value: number): Buffer {
  return Buffer.concat([key(field, 0), number(value)]);
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([key(field, 2), number(content.length), content]);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function number(value: number): Buffer {
  const parts: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) parts.push((rest % 128) | 128);
  return Buffer.from([...parts, rest]);
}
