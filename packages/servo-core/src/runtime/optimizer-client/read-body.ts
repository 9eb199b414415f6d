/** The body of an answer as far as it was read. */
export interface ReadBody {
  readonly text: string;
  /** Whether that is all of it. */
  readonly complete: boolean;
}

/** No answer of the protocol comes near this many bytes. */
const limit = 2 ** 20;

/** Reads a body as text, and no further than the largest that an answer of the protocol may be; the rest is refused. */
export async function readBody(body: AsyncIterable<Uint8Array> | null): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > limit) return { text: textOf(chunks), complete: false }; // leaving the loop closes what is read from
    chunks.push(chunk);
  }
  return { text: textOf(chunks), complete: true };
}

function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks)
    .toString()
    .replace(/^\uFEFF/, '');
}
