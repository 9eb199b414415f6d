import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packages = join(import.meta.dirname, '../../..');
const bin = join(packages, 'servo-cli/dist/bin.js');

/** A `servo` that was started. */
export interface ServoCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** A folder with a servo.yaml and this connector, in which the real `servo` runs. */
export class ServoDeployment {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param more the folders of further packages by their names, such as `optimizer`. */
  static async create(configuration: object, more: Readonly<Record<string, string>> = {}): Promise<ServoDeployment> {
    const folder = await mkdtemp(join(tmpdir(), 'servo-deployment-'));
    const own = { core: 'servo-core', cli: 'servo-cli', 'connector-kubernetes': 'connector-kubernetes' };
    const names = { ...own, ...more };
    await mkdir(join(folder, 'node_modules/@servo'), { recursive: true });
    for (const [name, directory] of Object.entries(names))
      await symlink(join(packages, directory), join(folder, 'node_modules/@servo', name));
    const dependencies = Object.fromEntries(Object.keys(names).map((name) => [`@servo/${name}`, '1.0.0']));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies }));
    await writeFile(join(folder, 'servo.yaml'), JSON.stringify(configuration)); // JSON is YAML
    return new ServoDeployment(folder);
  }

  start(...args: readonly string[]): ServoCommand {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [bin, ...args], { cwd: this.folder, env: { PATH, HOME } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, output }));
    });
    return { process: child, ended };
  }

  async run(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.start(...args).ended;
    if (code !== 0) throw new Error(`servo ${args.join(' ')} ended with ${code}:\n${output}`);
    return output;
  }
}
