/** What went wrong; stable, safe to compare. */
export type SearchErrorCode =
  | 'SEARCH_PARAMETER_INVALID'
  | 'SEARCH_POINT_INVALID'
  | 'SEARCH_TRIAL_INVALID'
  | 'SEARCH_OPTION_INVALID';

/**
 * The only error this package throws of its own accord: something handed to it cannot be used.
 *
 * An aborted `signal` is not among them: its reason is thrown as it is.
 */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  readonly code: SearchErrorCode;

  constructor(code: SearchErrorCode, message: string) {
    super(`[${code}] ${message}`);
    this.code = code;
  }
}
