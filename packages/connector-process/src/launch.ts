import { resolve } from 'node:path';
import type { ConnectorHost } from '@servo/core';
import type { SettingValues } from './configured-settings.js';
import type { ProcessConfig } from './process-config.js';

/** All that a start of the program needs. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The variables of the configuration and of the settings. */
  readonly env: Readonly<Record<string, string>>;
  /** Texts by absolute path. */
  readonly files: Readonly<Record<string, string>>;
  /** What the text of a file may look like without anything being lost when it is written. */
  readonly fileFormats: Readonly<Record<string, readonly string[]>>;
}

/** Puts values where the program finds them. */
export function launchOf(
  { config, cwd }: Pick<ConnectorHost<ProcessConfig>, 'config' | 'cwd'>,
  values: SettingValues,
): Launch {
  const settings = Object.entries(config.settings).map(([name, setting]) => ({
    ...setting,
    now: String(values[name]),
  }));
  const folder = resolve(cwd, config.cwd);
  const [command = '', ...args] = config.command.map((part) => fillNames(part, values));
  const files: Record<string, string> = {};
  const fileFormats: Record<string, string[]> = {};
  for (const { file, now } of settings) {
    if (!file) continue;
    const path = resolve(folder, file.path);
    files[path] = `${files[path] ?? ''}${fill(file.format, now)}\n`;
    (fileFormats[path] ??= []).push(file.format);
  }
  return {
    command,
    args: [...args, ...settings.flatMap(({ argument = [], now }) => [argument].flat().map((part) => fill(part, now)))],
    cwd: folder,
    env: { ...config.env, ...Object.fromEntries(settings.flatMap(({ env, now }) => (env ? [[env, now]] : []))) },
    files,
    fileFormats,
  };
}

/** Returns the environment of the program: the servo's own, without what configures the servo, and the launch's. */
export function environmentOf({ env }: Launch, hostEnv: ConnectorHost['env']): Record<string, string | undefined> {
  const inherited = Object.entries(hostEnv).filter(([name]) => !name.startsWith('SERVO_'));
  return { ...Object.fromEntries(inherited), ...env };
}

function fill(template: string, value: string): string {
  return template.replaceAll('{value}', () => value);
}

function fillNames(part: string, values: SettingValues): string {
  return part.replaceAll(/\{([\w.-]+)\}/g, (text, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : text,
  );
}
