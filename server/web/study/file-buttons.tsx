import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useCommands } from '../app/context.js';
import { Icon } from '../app/icon.js';
import { useOpenFile } from './use-open-file.js';

/** Opens and saves games; they can be dropped on the page and pasted, too. */
export function FileButtons(): JSX.Element {
  const commands = useCommands();
  const openFile = useOpenFile();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="buttons">
      <button onClick={() => input.current?.click()}>
        <Icon name="open" /> Open SGF
      </button>
      <button
        title="Save as SGF (S)"
        onClick={() => {
          commands.saveSgf();
        }}
      >
        <Icon name="save" /> Save SGF
      </button>
      <input
        ref={input}
        id="sgf-file"
        type="file"
        accept=".sgf,application/x-go-sgf,text/plain"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) openFile(file);
        }}
      />
      <p class="note">Or drop a file on the page, or paste the text of a game.</p>
    </div>
  );
}
