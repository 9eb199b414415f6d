import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Finding, failed, warning, well } from './finding.js';

const enough = 100 * 1024 ** 2; // bytes

/** Looks at the directory where state is kept: whether it can be written, by whom, and how much room there is. */
export async function stateFindings(directory: string): Promise<readonly Finding[]> {
  const there = await nearestFolder(directory);
  try {
    if (!(await stat(there)).isDirectory()) throw new TypeError(`${there} is no directory`);
    await access(there, constants.W_OK);
  } catch (error) {
    return [failed('state', error)];
  }
  const { bavail, bsize } = await statfs(there);
  const room = bavail * bsize;
  const text = `${(room / 1024 ** 2).toFixed(0)} MiB free in ${directory}`;
  const space = room < enough ? warning('state', text, 'Make room, or set SERVO_STATE_DIR.') : well('state', text);
  return [space, ...(await permissions('state directory', directory, 0o022, 'Others can change it'))];
}

/** Looks at the files that hold secrets. */
export async function secretFileFindings(paths: readonly string[]): Promise<readonly Finding[]> {
  const found = await Promise.all(paths.map((path) => permissions('secret', path, 0o077, 'Others can read it')));
  return found.flat();
}

async function permissions(name: string, path: string, others: number, what: string): Promise<readonly Finding[]> {
  const { mode } = await stat(path).catch(() => ({ mode: 0 })); // what is not there is told of elsewhere
  if ((mode & others) === 0) return [];
  const octal = (mode & 0o777).toString(8);
  return [warning(name, `${what}: ${path} has mode ${octal}`, `chmod ${(mode & 0o777 & ~others).toString(8)} ${path}`)];
}

async function nearestFolder(directory: string): Promise<string> {
  const there = await stat(directory).then(
    () => true,
    () => false,
  );
  return there || dirname(directory) === directory ? directory : nearestFolder(dirname(directory));
}
