/** How a servo names itself to an optimizer. */
export function userAgent(version: string): string {
  return `github.com/opsani/servox v${version}`; // what optimizers of this protocol know
}
