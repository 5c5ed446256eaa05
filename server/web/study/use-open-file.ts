import { useCommands, usePage } from '../app/context.js';
import { withNotice } from '../state/notices.js';
import { readSgfFile } from './files.js';

/** Opens a file as the game on the board, and turns to its study. */
export function useOpenFile(): (file: File) => void {
  const { store } = usePage();
  const commands = useCommands();
  const open = async (file: File): Promise<void> => {
    const text = await readSgfFile(file);
    if (text === undefined) {
      store.update((page) => withNotice(page, 'error', `${file.name} is too large for a game`));
      return;
    }
    commands.loadSgf(text);
    location.hash = '#study';
  };
  return (file) => {
    open(file).catch(() => {
      store.update((page) => withNotice(page, 'error', `${file.name} cannot be read`));
    });
  };
}
