/** An option that may be given several times, each with one value. */
export const repeatable = { type: 'string', array: true, nargs: 1, requiresArg: true } as const;
