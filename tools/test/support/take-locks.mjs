// Takes the locks of the folders 0 to NUMBER - 1 within FOLDER at a given time, and keeps them until a message comes:
// fork('take-locks.mjs', [FOLDER, NUMBER, TIME]). Tells which it got.
import { join } from 'node:path';
import { buildLock } from '../../real-programs/control-plane.ts';

const [folder, number, time] = process.argv.slice(2);
process.once('message', () => process.exit());
while (Date.now() < Number(time)); // so that all begin in the same millisecond
process.send(
  Array.from({ length: Number(number) }, (_, each) => each).filter((each) => {
    try {
      buildLock(join(folder, String(each)));
      return true;
    } catch {
      return false; // another process has it
    }
  }),
);
