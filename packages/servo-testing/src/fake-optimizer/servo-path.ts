const opsani = /^\/accounts\/([^/]+)\/applications\/([^/]+)\/servo$/;
const appdynamics = /^\/rest\/optimize\/co\/v1\/optimizers\/([^/]+)\/servo$/;
const token = /^\/auth\/[^/]+\/default\/oauth2\/token$/;

/** What a path of the optimizer leads to. */
export type Destination =
  | { readonly to: 'servo'; readonly servo: string; readonly kind: 'opsani' | 'appdynamics' }
  | { readonly to: 'token' };

/** The path at which a servo is answered: `organization/name` is one of Opsani, anything else one of AppDynamics. */
export function servoPath(servo: string): string {
  const [organization, name] = servo.split('/');
  if (name === undefined) return `/rest/optimize/co/v1/optimizers/${servo}/servo`;
  return `/accounts/${organization}/applications/${name}/servo`;
}

/** What a path leads to, if to anything. */
export function destinationOf(path: string): Destination | undefined {
  const [, organization, name] = opsani.exec(path) ?? [];
  if (name !== undefined) return { to: 'servo', servo: `${organization}/${name}`, kind: 'opsani' };
  const [, optimizer] = appdynamics.exec(path) ?? [];
  if (optimizer !== undefined) return { to: 'servo', servo: optimizer, kind: 'appdynamics' };
  return token.test(path) ? { to: 'token' } : undefined;
}
