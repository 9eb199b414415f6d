import { isPlural, namesSecret } from './secret-name.js';

/** The groups of a lead. */
export type LeadGroups = Readonly<Record<string, string | undefined>>;

/** A form in which a text gives a value its name. */
export interface NamedValue {
  /** All that stands before the value; global, with the group `name`. */
  readonly lead: RegExp;
  /** The value right behind the lead; sticky. */
  readonly value: (lead: LeadGroups) => RegExp;
  /** What is written instead of the value. */
  readonly instead: (lead: LeadGroups) => string;
}

/** Replaces the values whose names say that they are secrets. Reads on behind what it replaced, so each letter once. */
export function maskNamedValues(text: string, { lead, value, instead }: NamedValue): string {
  let shown = '';
  let from = 0;
  lead.lastIndex = 0;
  for (let found = lead.exec(text); found; found = lead.exec(text)) {
    const groups: LeadGroups = found.groups ?? {};
    const start = found.index + found[0].length;
    const length = namesSecret(groups['name'] ?? '') ? lengthAt(text, start, value(groups)) : 0;
    if (length === 0 || isCount(groups['name'] ?? '', text.slice(start, start + length))) continue;
    shown += `${text.slice(from, start)}${instead(groups)}`;
    from = start + length;
    lead.lastIndex = from;
  }
  return shown + text.slice(from);
}

function lengthAt(text: string, start: number, value: RegExp): number {
  value.lastIndex = start;
  return value.exec(text)?.[0].length ?? 0;
}

/** Whether a number says how many there are: `tokens: 3`. */
function isCount(name: string, value: string): boolean {
  return isPlural(name) && /^-?\d[\d.]*$/.test(value);
}
