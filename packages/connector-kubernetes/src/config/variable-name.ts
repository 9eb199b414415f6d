const pattern = /^[A-Za-z_][\w.-]*$/;

export const variableNameExpected =
  'expected the name of an environment variable: letters, digits and any of _ . -, and no digit first';

/** Whether a container can have a variable of this name. */
export function isVariableName(name: string): boolean {
  return pattern.test(name);
}
