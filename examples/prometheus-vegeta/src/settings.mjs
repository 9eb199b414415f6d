const variables = {
  port: { name: 'PORT', min: 1, max: 65_535, value: 8131 },
  threads: { name: 'THREADS', min: 1, max: 64, value: 4 },
  cacheEntries: { name: 'CACHE_ENTRIES', min: 0, max: 10_000, value: 400 },
};

/** Reads the settings from environment variables; throws a sentence about each that cannot be used. */
export function readSettings(env) {
  const settings = {};
  const problems = [];
  for (const [key, { name, min, max, value }] of Object.entries(variables)) {
    const text = env[name] ?? String(value);
    settings[key] = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(settings[key] >= min && settings[key] <= max))
      problems.push(`${name}: expected a whole number from ${min} to ${max}, found ${JSON.stringify(text)}.`);
  }
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
  return settings;
}
