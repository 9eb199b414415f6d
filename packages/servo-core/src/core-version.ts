import { readFileSync } from 'node:fs';

declare const __VERSION__: string | undefined; // put in by the build

/** The version of this copy of `@servo/core`. */
export const coreVersion: string = typeof __VERSION__ === 'string' ? __VERSION__ : versionOfSource();

function versionOfSource(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  }; // our own
  return version;
}
