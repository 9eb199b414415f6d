import { type CheckFilter, ServoError, type TextFilter } from '@servo/core';

/** Which checks are wanted, as an operator writes it; a part that is absent leaves nothing out. */
export interface WantedChecks {
  readonly name?: readonly string[] | null | undefined;
  readonly id?: readonly string[] | null | undefined;
  readonly tag?: readonly string[] | null | undefined;
}

/**
 * Reads which checks are wanted. A single name or id may be an expression, `/…/`, that is searched for; a single id or
 * tag may be several with commas between; several are those.
 *
 * @throws {@link ServoError} `USAGE_INVALID` when an expression is none.
 */
export function checkFilter({ name, id, tag }: WantedChecks): CheckFilter {
  return {
    name: textFilter(name, (text) => [text]),
    id: textFilter(id, split),
    tags: tag ? (tag.length === 1 ? split(tag[0] ?? '') : tag) : undefined,
  };
}

function textFilter(
  wanted: readonly string[] | null | undefined,
  read: (text: string) => readonly string[],
): TextFilter | undefined {
  if (!wanted) return undefined;
  const [only = ''] = wanted;
  if (wanted.length !== 1) return wanted;
  const [, source] = /^\/(.+)\/$/.exec(only) ?? [];
  return source === undefined ? read(only) : expression(source);
}

function expression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (cause) {
    throw new ServoError('USAGE_INVALID', `Expected an expression between slashes, got "/${source}/"`, {
      cause,
      hint: 'For example: servo check "/ready$/".',
    });
  }
}

function split(text: string): readonly string[] {
  return text.split(',').map((each) => each.trim());
}
