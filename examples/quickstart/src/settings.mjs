const variables = {
  port: { name: 'PORT', min: 1, max: 65_535, value: 8123 },
  workers: { name: 'WORKERS', min: 1, max: 64, value: 4 },
  heapMib: { name: 'HEAP_MIB', min: 16, max: 65_536, value: 1024 },
  cacheEntries: { name: 'CACHE_ENTRIES', min: 0, max: 10_000, value: 14 },
};

/**
 * Reads the settings from environment variables. One that is not there has its default; for one that cannot be used
 * there is a sentence in `problems`.
 */
export function readSettings(env) {
  const settings = { host: '127.0.0.1' };
  const problems = [];
  for (const [key, { name, min, max, value }] of Object.entries(variables)) {
    const text = env[name] ?? String(value);
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) settings[key] = number;
    else problems.push(`${name}: expected a whole number from ${min} to ${max}, found ${JSON.stringify(text)}.`);
  }
  return { settings, problems };
}
