/** What the event system knows of a connector: its name in the servo. */
export interface ConnectorPort {
  readonly name: string;
}
