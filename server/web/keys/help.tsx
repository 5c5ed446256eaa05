import type { JSX } from 'preact';
import { Dialog } from '../app/dialog.js';
import { KEYS } from './keys.js';

/** The keys, and what they do. */
export function HelpDialog(): JSX.Element {
  return (
    <Dialog name="help" title="Keys">
      <dl class="keys">
        {KEYS.map(({ key, shown, text }) => (
          <div key={key}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
