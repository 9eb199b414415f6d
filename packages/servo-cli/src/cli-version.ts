declare const __VERSION__: string | undefined; // put in by the build

/** The version of this copy of `@servo/cli`. */
export const cliVersion: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source';
