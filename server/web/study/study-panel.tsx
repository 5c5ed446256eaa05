import type { JSX } from 'preact';
import { usePreferences } from '../app/context.js';
import { Ending } from '../play/ending.js';
import { ThinkSwitch } from '../think/think-switch.js';
import { Thinking } from '../think/thinking.js';
import { Comment } from './comment.js';
import { FileButtons } from './file-buttons.js';
import { Review } from './review.js';
import { TreeView } from './tree-view.js';
import { WhoPlays } from './who-plays.js';

/** What stands beside the board while one studies a game. */
export function StudyPanel(): JSX.Element {
  const [{ analysing }] = usePreferences();
  return (
    <>
      <section class="card" aria-label="What the engine thinks">
        <ThinkSwitch />
        {analysing && <Thinking />}
        <Review />
      </section>
      <Ending />
      <section class="card" aria-label="Game tree">
        <TreeView />
        <Comment />
      </section>
      <section class="card" aria-label="Game">
        <WhoPlays />
        <FileButtons />
      </section>
    </>
  );
}
