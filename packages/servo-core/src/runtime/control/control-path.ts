import { hash } from 'node:crypto';
import { platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// What the address of a socket has room for, on Linux 108 bytes and on macOS 104, with the end.
const longest = 100;

/** Where an assembly with this state directory listens to its operator: in it, unless the path is too long for a socket. */
export function controlPath(stateDir: string): string {
  const folder = resolve(stateDir);
  const name = `servo-${hash('sha256', folder).slice(0, 16)}`;
  if (platform() === 'win32') return `\\\\.\\pipe\\${name}`;
  const path = join(folder, 'control.sock');
  return Buffer.byteLength(path) <= longest ? path : join(tmpdir(), `${name}.sock`);
}
