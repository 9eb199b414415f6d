type Sqlite = typeof import('node:sqlite');

/**
 * Loads SQLite from Node without the warning that it is experimental, which some Node versions print; a warning about
 * anything else passes. Loading is synchronous, so nothing else runs while warnings are looked at.
 */
export function loadSqlite(load: () => Sqlite = () => process.getBuiltinModule('node:sqlite')): Sqlite {
  const emitWarning = process.emitWarning.bind(process);
  const original = Object.getOwnPropertyDescriptor(process, 'emitWarning') ?? {};
  const filtered = (...parts: [warning: string | Error, ...rest: string[]]): void => {
    if (parts[1] !== 'ExperimentalWarning' || !/sqlite/i.test(String(parts[0]))) emitWarning(...parts);
  };
  Object.defineProperty(process, 'emitWarning', { ...original, value: filtered });
  try {
    return load();
  } finally {
    Object.defineProperty(process, 'emitWarning', original);
  }
}
