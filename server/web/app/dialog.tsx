import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.js';

/** The dialogs of the page, by the element's id. */
export type DialogName = 'new-game' | 'help';

/** Shows a dialog over the page. */
export function openDialog(name: DialogName): void {
  const dialog = document.getElementById(name);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** Takes a dialog away. */
export function closeDialog(name: DialogName): void {
  const dialog = document.getElementById(name);
  if (dialog instanceof HTMLDialogElement) dialog.close();
}

/** A dialog with a title; a click beside it, or Escape, takes it away. */
export function Dialog({
  name,
  title,
  children,
}: {
  name: DialogName;
  title: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <dialog
      id={name}
      aria-labelledby={`${name}-title`}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div class="dialog">
        <header>
          <h2 id={`${name}-title`}>{title}</h2>
          <button
            class="quiet"
            aria-label="Close"
            onClick={() => {
              closeDialog(name);
            }}
          >
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
