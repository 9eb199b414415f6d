import type { AttackResult } from '../src/raw/attack-result.js';

/** How vegeta describes its results, before the first one: the bytes that version 12.13 writes. */
export const description: Buffer = Buffer.from(
  '/5Z/AwEBBlJlc3VsdAH/gAABDAEGQXR0YWNrAQwAAQNTZXEBBgABBENvZGUBBgABCVRpbWVzdGFtcAH/ggABB0xhdGVuY3kBBAABCEJ5dGVzT3V0' +
    'AQYAAQdCeXRlc0luAQYAAQVFcnJvcgEMAAEEQm9keQEKAAEGTWV0aG9kAQwAAQNVUkwBDAABB0hlYWRlcnMB/4YAAAAQ/4EFAQEEVGltZQH/' +
    'ggAAABf/hQQBAQZIZWFkZXIB/4YAAQwB/4QAAAz/gwIBAv+EAAEMAAA=',
  'base64',
);

/** Encodes a result as Go's gob does, with the body of the answer. */
export function gobResult(result: AttackResult, body = ''): Buffer {
  const { seq, sentAt, latency, code, bytesOut, bytesIn, error } = result;
  const values: readonly (Buffer | undefined)[] = [
    undefined, // the name of the attack
    seq > 0 ? uint(seq) : undefined,
    code > 0 ? uint(code) : undefined,
    bytes(time(sentAt)),
    latency > 0 ? uint(latency * 2) : undefined,
    bytesOut > 0 ? uint(bytesOut) : undefined,
    bytesIn > 0 ? uint(bytesIn) : undefined,
    error === '' ? undefined : bytes(Buffer.from(error)),
    body === '' ? undefined : bytes(Buffer.from(body)),
    bytes(Buffer.from('GET')),
  ];
  const fields: Buffer[] = [];
  let last = -1;
  for (const [place, value] of values.entries()) {
    if (!value) continue;
    fields.push(uint(place - last), value);
    last = place;
  }
  return message(Buffer.concat([Buffer.from([0xff, 0x80]), ...fields, uint(0)]));
}

/** Puts its length before a message. */
export function message(content: Buffer): Buffer {
  return bytes(content);
}

function bytes(content: Buffer): Buffer {
  return Buffer.concat([uint(content.length), content]);
}

function uint(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  const digits = value.toString(16);
  const big = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([256 - big.length]), big]);
}

function time(milliseconds: number): Buffer {
  const buffer = Buffer.alloc(15);
  const seconds = Math.floor(milliseconds / 1_000);
  buffer[0] = 1;
  buffer.writeBigInt64BE(BigInt(seconds) + 62_135_596_800n, 1);
  buffer.writeUInt32BE(Math.round((milliseconds - seconds * 1_000) * 1e6), 9);
  return buffer;
}
