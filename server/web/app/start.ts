import { browserSurroundings, keep, readKept } from '../net/browser.js';
import { Commands } from '../net/commands.js';
import { Connection } from '../net/connection.js';
import { saveText } from '../study/files.js';
import { SoundPlayer } from '../sound/player.js';
import { soundsOf } from '../sound/events.js';
import { NOTHING, type PageState } from '../state/page-state.js';
import { PREFERENCES_KEY, readPreferences } from '../state/preferences.js';
import { receive } from '../state/receive.js';
import { createStore, type Store } from '../state/store.js';
import type { Page } from './context.js';
import { applyTheme } from './theme.js';
import { viewOfHash } from './view.js';

/** Makes the page's state and its connection, and ties them to the browser. */
export function startPage(): Page {
  const store = createStore<PageState>({
    ...NOTHING,
    preferences: readPreferences(readKept(PREFERENCES_KEY)),
    view: viewOfHash(location.hash),
  });
  const connection = connect(store);
  const commands = new Commands(store, connection);
  whenOpen(store, commands);
  keepPreferences(store);
  makeSounds(store);
  window.addEventListener('hashchange', () => {
    store.update((page) => ({ ...page, view: viewOfHash(location.hash) }));
  });
  window.addEventListener('online', () => {
    connection.retry();
  });
  document.addEventListener('visibilitychange', () => {
    if (store.get().link === 'open') commands.looking(!document.hidden);
    if (!document.hidden) connection.retry();
  });
  connection.start();
  return { store, commands };
}

function connect(store: Store<PageState>): Connection {
  return new Connection(browserSurroundings(), {
    link: (link) => {
      store.update((page) => ({ ...page, link }));
    },
    message: (message) => {
      store.update((page) => receive(page, message, performance.now()));
      if (message.type === 'sgf') saveText(message.text, message.name);
    },
  });
}

/** After each welcome, tells the server what this page wants to see. */
function whenOpen(store: Store<PageState>, commands: Commands): void {
  let link = store.get().link;
  store.subscribe(() => {
    const page = store.get();
    if (page.link === link) return;
    ({ link } = page);
    if (link !== 'open') return;
    if (page.preferences.analysing) commands.analyse(true);
    if (document.hidden) commands.looking(false);
    if (page.learning.run !== undefined) commands.watchRun(page.learning.run.run);
  });
}

function keepPreferences(store: Store<PageState>): void {
  let { preferences } = store.get();
  applyTheme(preferences.theme);
  store.subscribe(() => {
    const now = store.get().preferences;
    if (now === preferences) return;
    preferences = now;
    applyTheme(preferences.theme);
    keep(PREFERENCES_KEY, JSON.stringify(preferences));
  });
}

function makeSounds(store: Store<PageState>): void {
  const player = new SoundPlayer();
  let before = store.get();
  store.subscribe(() => {
    const now = store.get();
    const sounds = now.preferences.sound ? soundsOf(before, now) : [];
    before = now;
    for (const sound of sounds) player.play(sound);
  });
}
