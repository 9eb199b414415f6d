const oldest = 28; // with it, everything that the connector asks for was there
const newest = 37; // the one that the tests run against
const tolerated = 1; // minor versions beyond that; Kubernetes itself promises as much to its clients

/** Says that a version of Kubernetes is too old for the connector, or newer than it knows; `undefined` when it fits. */
export function versionSkew({ major, minor }: { readonly major: string; readonly minor: string }): string | undefined {
  const [first, second] = [Number.parseInt(major, 10), Number.parseInt(minor, 10)]; // some clouds write "30+"
  if (first < 1 || (first === 1 && second < oldest)) return `expected 1.${oldest} or newer`;
  if (first === 1 && second <= newest + tolerated) return undefined;
  return `expected 1.${newest + tolerated} or older: what came with newer ones is unknown`;
}
