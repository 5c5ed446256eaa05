import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCommands } from '../app/context.js';
import { looksLikeSgf } from './files.js';
import { useOpenFile } from './use-open-file.js';

/** Takes games that are dropped or pasted anywhere on the page. */
export function DropPlace(): JSX.Element | null {
  const openFile = useOpenFile();
  const commands = useCommands();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      openFile(file);
    };
    const paste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (isWriting(event.target) || !looksLikeSgf(text)) return;
      commands.loadSgf(text);
      location.hash = '#study';
    };
    const listeners = { dragover: over, dragleave: leave, drop, paste } as const;
    for (const [name, listener] of Object.entries(listeners)) {
      document.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        document.removeEventListener(name, listener as EventListener);
      }
    };
  }, []);
  return isOver ? <div class="drop-place">Drop the game here</div> : null;
}

/** Whether a text is being written there, for which keys and pastes are then meant. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}
