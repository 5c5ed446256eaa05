import type { JSX } from 'preact';
import { useCommands, useSelect } from '../app/context.js';

/** Has the whole game looked through, and shows how far that has come. */
export function Review(): JSX.Element {
  const commands = useCommands();
  const review = useSelect((page) => page.review);
  const isRunning = review?.running === true;
  return (
    <div class="review">
      <button
        onClick={() => {
          commands.review(!isRunning);
        }}
      >
        {isRunning ? 'Stop the review' : 'Review the whole game'}
      </button>
      {isRunning && (
        <label>
          <progress max={review.total} value={review.done} />
          <small>
            {review.done} of {review.total}
          </small>
        </label>
      )}
    </div>
  );
}
