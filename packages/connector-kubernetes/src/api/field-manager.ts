/** The name under which the API server remembers what the connector wrote; annotations begin with it as well. */
export const fieldManager = 'servo';
