import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Notice } from '../state/page-state.js';
import { withoutNotice } from '../state/notices.js';
import { usePage, useSelect } from './context.js';
import { Icon } from './icon.js';

/** How long a notice stays, in milliseconds. */
const STAY_MS = 6000;

/** Short texts that come and go: what was refused, what is new. */
export function Notices(): JSX.Element {
  const notices = useSelect((page) => page.notices);
  return (
    <div class="notices" role="status">
      {notices.map((notice) => (
        <OneNotice key={notice.key} notice={notice} />
      ))}
    </div>
  );
}

function OneNotice({ notice }: { notice: Notice }): JSX.Element {
  const { store } = usePage();
  const remove = (): void => {
    store.update((page) => withoutNotice(page, notice.key));
  };
  useEffect(() => {
    const timer = setTimeout(remove, STAY_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <p class={`notice is-${notice.kind}`}>
      <span>{notice.text}</span>
      <button class="quiet" aria-label="Dismiss" onClick={remove}>
        <Icon name="close" />
      </button>
    </p>
  );
}
