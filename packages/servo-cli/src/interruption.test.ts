import { Shutdown } from '@servo/core/runtime';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Interruption, interruption } from './interruption.js';

function interrupted(): { readonly stop: Interruption; readonly names: readonly string[] } {
  const names: string[] = [];
  const stop = interruption((name) => names.push(name));
  onTestFinished(() => stop[Symbol.dispose]());
  return { stop, names };
}

describe('interruption()', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const)(
    'aborts at %s with its name, and says so once',
    (name) => {
      const { stop, names } = interrupted();
      expect(stop.signal.aborted).toBe(false);
      process.emit(name);
      expect(stop.signal.reason).toBeInstanceOf(Shutdown);
      expect(stop.signal.reason).toMatchObject({ reason: name });
      expect(names).toEqual([name]);
    },
  );

  test('ends the process at the second signal, with the number of that one', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    onTestFinished(() => exit.mockRestore());
    interrupted();
    process.emit('SIGINT');
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGTERM');
    expect(exit).toHaveBeenCalledExactlyOnceWith(143);
  });

  test('listens no more once it is disposed', () => {
    const listeners = (): number => process.listenerCount('SIGINT') + process.stdout.listenerCount('error');
    const before = listeners();
    const stop = interruption(() => {});
    expect(listeners()).toBe(before + 2);
    stop[Symbol.dispose]();
    expect(listeners()).toBe(before);
  });
});
