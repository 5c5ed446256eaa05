import { writeSync } from 'node:fs';
import { lockRun } from '../../../selfplay/run/lock.js';

/*
 * A child process that takes a run's folder, says `locked` or the code of the failure, and keeps the
 * folder until a line comes in: `hold-lock FOLDER`. Then it lets go, and says `released`.
 */
const lock = lockRun(process.argv[2]);
writeSync(1, `${lock.ok ? 'locked' : lock.error.code}\n`);
if (lock.ok) {
  process.stdin.once('data', () => {
    lock.value.release();
    writeSync(1, 'released\n');
    process.stdin.destroy();
  });
}
