import type { JSX } from 'preact';
import type { Link } from '../state/page-state.js';
import { openDialog } from './dialog.js';
import { usePreferences, useSelect } from './context.js';
import { Icon } from './icon.js';
import { VIEWS } from './view.js';

/** The name, the views, and what holds for the whole page. */
export function Header(): JSX.Element {
  return (
    <header class="header">
      <a class="wordmark" href="#play" aria-label="Tengen">
        <Icon name="stone" />
        <span>Tengen</span>
      </a>
      <Tabs />
      <LinkState />
      <Switches />
    </header>
  );
}

function Tabs(): JSX.Element {
  const shown = useSelect((page) => page.view);
  return (
    <nav class="tabs" aria-label="Views">
      {VIEWS.map(({ view, name }) => (
        <a key={view} href={`#${view}`} aria-current={view === shown ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

const LINKS: Readonly<Record<Link, string>> = {
  connecting: 'Connecting…',
  open: '',
  lost: 'Connection lost: trying again…',
  refused: 'The server is of another version: load the page again',
};

function LinkState(): JSX.Element {
  const link = useSelect((page) => page.link);
  return (
    <p class={`link is-${link}`} role="status">
      {LINKS[link]}
    </p>
  );
}

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const;

function Switches(): JSX.Element {
  const [{ sound, theme }, change] = usePreferences();
  return (
    <div class="switches">
      <button
        class="quiet"
        aria-pressed={sound}
        aria-label="Sound"
        title={sound ? 'Sound on (M)' : 'Sound off (M)'}
        onClick={() => {
          change({ sound: !sound });
        }}
      >
        <Icon name={sound ? 'sound' : 'mute'} />
      </button>
      <button
        class="quiet"
        aria-label={`Colours: ${theme}`}
        title={`Colours: ${theme}`}
        onClick={() => {
          change({ theme: NEXT_THEME[theme] });
        }}
      >
        <Icon name={theme} />
      </button>
      <button
        class="quiet"
        aria-label="Keyboard help"
        title="Keyboard help (?)"
        onClick={() => {
          openDialog('help');
        }}
      >
        <Icon name="help" />
      </button>
    </div>
  );
}
