import { ConfigurationError } from '../../errors/configuration-error.js';
import { joinErrors } from './join-errors.js';

/** Gathers what is wrong with the parts of a configuration, so that all of it is told at once. */
export class Failures {
  readonly #errors: ConfigurationError[] = [];

  /** Does something, and keeps the problems that it fails with; throws anything else. */
  async gather<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      this.#errors.push(error);
      return undefined;
    }
  }

  /** Throws all problems as one error, if there are any. */
  throwIfAny(): void {
    if (this.#errors.length > 0) throw joinErrors(this.#errors);
  }
}
