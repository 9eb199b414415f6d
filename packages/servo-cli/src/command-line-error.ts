import { type ProblemExcerpt, ServoError, type ServoErrorOptions } from '@servo/core';

/** What the user wrote in the command line cannot be used; shows which word. */
export class CommandLineError extends ServoError {
  readonly excerpt: ProblemExcerpt | undefined;

  constructor(
    code: string,
    message: string,
    options: ServoErrorOptions & { readonly excerpt?: ProblemExcerpt | undefined },
  ) {
    super(code, message, options);
    this.excerpt = options.excerpt;
  }
}
