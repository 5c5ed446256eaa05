import type { JSX } from 'preact';

/** Line drawings on a grid of 24. */
const PATHS = {
  sound: 'M4 9.5v5h3.5L12 19V5L7.5 9.5ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  mute: 'M4 9.5v5h3.5L12 19V5L7.5 9.5ZM16 9.5l5 5m0-5l-5 5',
  light:
    'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  dark: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  system: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 4v16M12 8h6.5M12 12h8M12 16h6.5',
  help: 'M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.5M12 17.5v.01',
  close: 'M6 6l12 12M18 6L6 18',
  first: 'M6 5v14M18 6l-8 6 8 6Z',
  back: 'M15 6l-7 6 7 6Z',
  forward: 'M9 6l7 6-7 6Z',
  last: 'M18 5v14M6 6l8 6-8 6Z',
  undo: 'M9 6L4.5 10.5 9 15M5 10.5h9a5 5 0 0 1 0 10h-3',
  pass: 'M5 12h14M13 6l6 6-6 6',
  flag: 'M6 21V4M6 5c4-2 7 2 12 0v8c-5 2-8-2-12 0',
  plus: 'M12 5v14M5 12h14',
  bolt: 'M13 3L5 14h6l-1 7 8-11h-6Z',
  eye: 'M2.5 12c4-7 15-7 19 0-4 7-15 7-19 0ZM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z',
  open: 'M4 19V5h6l2 2.5h8V19ZM4 11h16',
  save: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M5 19.5h14',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7',
  up: 'M12 19V6M6.5 11L12 5.5 17.5 11',
  up2: 'M6 14l6-6 6 6',
  down2: 'M6 10l6 6 6-6',
} as const;

export type IconName = keyof typeof PATHS | 'stone';

/** A small picture; what it means is for the text or the label beside it to say. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {name === 'stone' ? (
        <>
          <path d="M12 1v22M1 12h22" />
          <circle cx="12" cy="12" r="7.5" fill="currentColor" />
        </>
      ) : (
        <path d={PATHS[name]} />
      )}
    </svg>
  );
}
