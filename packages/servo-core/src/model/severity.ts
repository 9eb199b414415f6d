/** `warning` advises, `common` is an isolated failure, `critical` makes everything after it meaningless. */
export type Severity = 'warning' | 'common' | 'critical';
