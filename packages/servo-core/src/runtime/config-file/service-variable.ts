const pattern = /^(.+?)_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

/**
 * Whether Kubernetes, not the user, set a variable: for a Service named `servo-web` every pod gets `SERVO_WEB_PORT`,
 * `SERVO_WEB_SERVICE_HOST` and more, which look as if they were fields of a connector `web`.
 */
export function isServiceVariable(name: string, env: Readonly<Record<string, string | undefined>>): boolean {
  const service = pattern.exec(name)?.[1];
  return (
    service !== undefined &&
    env[`${service}_SERVICE_HOST`] !== undefined &&
    /^(?:tcp|udp|sctp):\/\//.test(env[`${service}_PORT`] ?? '')
  );
}
