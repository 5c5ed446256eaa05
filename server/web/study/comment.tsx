import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { MOST_COMMENT } from '../../messages/common.js';
import { useCommands, useSelect } from '../app/context.js';

/** What is said about the position; sent when one has finished writing. */
export function Comment(): JSX.Element {
  const node = useSelect((page) => page.position?.node);
  const text = useSelect((page) => page.game?.nodes.get(page.position?.node ?? -1)?.comment ?? '');
  if (node === undefined) return <textarea class="comment" rows={3} disabled />;
  return <CommentField key={node} node={node} text={text} />;
}

function CommentField({ node, text }: { node: number; text: string }): JSX.Element {
  const commands = useCommands();
  const [draft, setDraft] = useState(text);
  const latest = useRef({ draft, text });
  latest.current = { draft, text };
  const send = (): void => {
    const { draft: written, text: known } = latest.current;
    if (written !== known) commands.comment(node, written);
  };
  // What another page, or a file, says in the meantime is shown.
  useEffect(() => {
    setDraft(text);
  }, [text]);
  useEffect(() => send, []);
  return (
    <textarea
      class="comment"
      aria-label="Comment on this position"
      placeholder="Comment on this position"
      rows={3}
      maxLength={MOST_COMMENT}
      value={draft}
      onInput={(event) => {
        const { value } = event.currentTarget;
        // It may be sent before it is drawn.
        latest.current = { draft: value, text };
        setDraft(value);
      }}
      onBlur={send}
    />
  );
}
