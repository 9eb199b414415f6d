import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type CheckAnswer, CheckError, type ConnectorHost, type EventContext, ServoError } from '@servo/core';
import { findProgram } from '@servo/core/process';
import { formatAddress, readyAddress } from './address.js';
import { environmentOf } from './launch.js';
import type { ProcessConfig } from './process-config.js';
import type { Service } from './service.js';
import { assertOwn } from './setting-files.js';
import { assertAddressFree } from './start-program.js';

type Host = ConnectorHost<ProcessConfig>;

/** Whether the folder exists in which the program is to run. */
export async function checkFolder(service: Service): Promise<string> {
  const { cwd } = await service.launch();
  const found = await stat(cwd).catch(() => undefined);
  if (found?.isDirectory()) return cwd;
  throw new CheckError(`there is no folder ${cwd}`, { hint: 'Create it, or correct "cwd".' });
}

/** Whether the program exists and can be executed. */
export async function checkProgram(host: Host, service: Service): Promise<string> {
  const launch = await service.launch();
  try {
    return await findProgram(launch.command, { cwd: launch.cwd, env: environmentOf(launch, host.env) });
  } catch (error) {
    throw checkFailure(error);
  }
}

/** Whether nobody but the program answers at its address. */
export async function checkAddress(host: Host, service: Service, { signal }: EventContext): Promise<CheckAnswer> {
  const address = readyAddress(host.config);
  if (!address) return 'no address is configured';
  if (host.otherServo !== undefined) return `not looked at: process ${host.otherServo} runs the program`;
  if (service.pid !== undefined)
    return `${formatAddress(address)} is that of ${host.config.component} itself (process ${service.pid})`;
  try {
    await assertAddressFree(host, signal);
    return `${formatAddress(address)} is free`;
  } catch (error) {
    signal.throwIfAborted();
    throw checkFailure(error);
  }
}

/** Whether the settings in force can be read, and the files that carry settings be written. */
export async function checkSettings(service: Service): Promise<void> {
  try {
    const { files, fileFormats } = await service.launch();
    for (const path of Object.keys(files)) {
      await access(dirname(path), constants.W_OK);
      await assertOwn(path, fileFormats[path] ?? []);
    }
  } catch (error) {
    throw checkFailure(error);
  }
}

/** Makes the failure of a check of any other failure; what to do is kept. */
export function checkFailure(cause: unknown): CheckError {
  const { message, hint } = ServoError.from(cause);
  return new CheckError(message, { cause, ...(hint !== undefined && { hint }) });
}
