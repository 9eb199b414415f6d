const most = 3;

/** Names the metrics of servo.yaml that share a word with the name that was asked for, which brought nothing. */
export function meantMetric(expression: string, configured: readonly string[]): string | undefined {
  if (!/^\w+$/.test(expression) || configured.includes(expression)) return undefined;
  const words = wordsOf(expression);
  const near = configured.filter((name) => wordsOf(name).some((word) => words.includes(word)));
  return near.length === 0 ? undefined : `Did you mean ${near.slice(0, most).join(' or ')} of servo.yaml?`;
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split('_').filter(Boolean);
}
