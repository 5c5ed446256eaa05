import { writeFile } from 'node:fs/promises';
import { ok } from '../../engine/result.js';
import { command, DONE, refuse } from './command.js';
import { text } from './readers.js';

/**
 * Games from files and to them. A file's name may have spaces. What reads SGF is loaded when it is
 * needed: it takes longer than all else that a client asks at the start.
 */
export const SGF = [
  command('loadsgf', [text], async ({ session }, words) => {
    const { readGame } = await import('./sgf-files.js');
    const [, file, number] = /^(.*?)(?: (\d+))?$/.exec(words)!;
    const moves = /^\d+$/.test(number) ? Math.max(0, Number(number) - 1) : Infinity;
    const game = await readGame(file, moves);
    if (!game.ok) return refuse(`cannot load file: ${game.error.message}`);
    session.adopt(game.value);
    return DONE;
  }),
  command('printsgf', [text], async ({ session }, file) => {
    const { makeGame } = await import('./sgf-files.js');
    const sgf = makeGame(session.game);
    if (file === '') return ok(sgf.trimEnd());
    try {
      await writeFile(file, sgf);
    } catch (error) {
      return refuse(`cannot write file: ${(error as Error).message}`);
    }
    return DONE;
  }),
];
