/** One connector's failure in a dispatch. */
export interface ConnectorFailure {
  readonly connector: string;
  readonly handler: string;
  readonly error: Error;
}

/** The failures of one dispatch; `errors` holds them as they were thrown, unforeseen ones with their place named. */
export class DispatchError extends AggregateError {
  readonly failures: readonly ConnectorFailure[];

  constructor(event: string, failures: readonly ConnectorFailure[]) {
    const text = failures.map(({ connector, error }) => `${connector}: ${error.message}`).join('; ');
    super(
      failures.map(({ error }) => error),
      `Event "${event}" failed: ${text}`,
    );
    this.failures = failures;
  }

  override get name(): string {
    return 'DispatchError';
  }
}
