import type { Candidate, ConnectorEntry } from '@servo/core/documents';
import { table } from '../output/table.js';
import type { Show } from './shown.js';

/** Shows the connectors of a servo: under which name each stands there, and what it is. */
export const showConnectors: Show = async ({ servo: { servo, document }, discovery, args }) => {
  const verbose = args['verbose'] === true;
  const connectors = servo.connectors.map((name) => {
    const entry = document.connectors.find(({ key }) => key === name);
    const candidate = entry && discovery.candidates.find((each) => isMeant(entry, each));
    return {
      name,
      connector: candidate?.name ?? null, // one that another connector added is of no package that is known here
      version: candidate?.version ?? null,
      package: candidate?.package ?? null,
      maturity: candidate?.maturity ?? null,
      description: candidate?.description ?? 'Added by another connector',
    };
  });
  const head = ['name', 'connector', 'version', ...(verbose ? ['package', 'maturity'] : []), 'description'];
  const rows = connectors.map(({ name, description, ...each }) => [
    name,
    each.connector ?? '-',
    each.version ?? '-',
    ...(verbose ? [each.package ?? '-', each.maturity ?? '-'] : []),
    description,
  ]);
  return {
    facts: { connectors },
    lines: (columns) => (rows.length === 0 ? ['This servo has no connectors.'] : table(head, rows, columns)),
  };
};

function isMeant({ connector }: ConnectorEntry, { name, package: owner, refusal }: Candidate): boolean {
  return !refusal && (connector === name || connector === `${owner}/${name}`);
}
