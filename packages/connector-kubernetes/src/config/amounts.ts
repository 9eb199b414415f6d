import { z } from '@servo/core/config';
import { isWholeMillicores, parseCores } from '../quantity/cpu.js';
import { gibibytesOf, parseBytes } from '../quantity/memory.js';

const amount = (examples: readonly (string | number)[]) =>
  z.union([z.string(), z.number()]).meta({ examples: [...examples] });

/** An amount of processor, as the user writes it; the output is in cores. */
export const cores = amount(['250m', '1.5', 2]).transform((value, context) => {
  const found = parseCores(value);
  if (found === undefined) return refuse(context, 'expected cores, such as 250m or 1.5');
  if (!isWholeMillicores(found))
    return refuse(context, 'expected a multiple of 1m, a thousandth of a core: Kubernetes counts no finer');
  return found;
});

/** An amount of memory, as the user writes it; the output is in GiB. */
export const gibibytes = amount(['128Mi', '1.5Gi', '2GiB']).transform((value, context) => {
  const bytes = parseBytes(value);
  if (bytes !== undefined) return gibibytesOf(bytes);
  if (/^\d+$/.test(String(value)))
    return refuse(
      context,
      `expected memory with a unit: ${value} alone would be ${value} bytes; write ${value}Gi or ${value}Mi`,
    );
  return refuse(context, 'expected memory with a unit, such as 512Mi or 1.5Gi');
});

type Context = { addIssue(issue: { code: 'custom'; message: string }): void };

function refuse(context: Context, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
