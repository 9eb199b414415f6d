/** What a Standard Schema says is wrong; zod adds more. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  /** What is too small or too big, and where the limit is. */
  readonly origin?: string;
  /** As zod 3 calls the origin. */
  readonly type?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  /** The keys that a strict mapping does not know. */
  readonly keys?: readonly string[];
  /** What each alternative of a union says. */
  readonly errors?: readonly (readonly SchemaIssue[])[];
}

/** An issue with the author's path to it. */
export interface LocatedIssue extends Omit<SchemaIssue, 'path' | 'errors'> {
  readonly path: readonly (string | number)[];
}

/** Replaces the issue of a union by those of the one alternative that the value was meant for, where that is plain. */
export function locateIssues(issue: SchemaIssue, above: readonly (string | number)[] = []): readonly LocatedIssue[] {
  const path = [...above, ...stepsOf(issue)];
  const meant = issue.errors?.filter((alternative) => alternative.length > 0 && !alternative.some(isOtherKind)) ?? [];
  const [only, another] = meant;
  if (only && !another) return only.flatMap((each) => locateIssues(each, path));
  return [{ ...issue, path }];
}

/** Whether an alternative is for values of another kind altogether. */
function isOtherKind(issue: SchemaIssue): boolean {
  if (stepsOf(issue).length > 0) return false;
  if (issue.code === 'invalid_union')
    return issue.errors?.every((alternative) => alternative.some(isOtherKind)) ?? false;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function stepsOf({ path = [] }: SchemaIssue): readonly (string | number)[] {
  return path
    .map((step) => (typeof step === 'object' ? step.key : step))
    .map((step) => (typeof step === 'number' ? step : String(step)));
}
