import type { JSX } from 'preact';
import { HelpDialog } from '../keys/help.js';
import { useKeys } from '../keys/use-keys.js';
import { LearnView } from '../learn/learn-view.js';
import { NewGameDialog } from '../play/new-game.js';
import { PlayPanel } from '../play/play-panel.js';
import { DropPlace } from '../study/drop-place.js';
import { StudyPanel } from '../study/study-panel.js';
import { PageContext, useSelect, type Page } from './context.js';
import { Header } from './header.js';
import { Notices } from './notices.js';
import { Table } from './table.js';

/** The whole page. */
export function App({ page }: { page: Page }): JSX.Element {
  return (
    <PageContext.Provider value={page}>
      <Header />
      <Views />
      <Notices />
      <NewGameDialog />
      <HelpDialog />
      <DropPlace />
      <Keys />
    </PageContext.Provider>
  );
}

function Views(): JSX.Element {
  const view = useSelect((page) => page.view);
  if (view === 'learn') return <LearnView />;
  return <Table>{view === 'play' ? <PlayPanel /> : <StudyPanel />}</Table>;
}

function Keys(): null {
  useKeys();
  return null;
}
