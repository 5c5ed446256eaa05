import type { Result } from '../../engine/result.js';
import type { FromPage, FromPageType } from '../messages/from-page.js';
import { ok } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import { ENDING_OPERATIONS } from './ending.js';
import { GAME_OPERATIONS } from './game.js';
import type { Asker, Operation, Operations } from './operation.js';
import { RUN_OPERATIONS } from './runs.js';
import { THINKING_OPERATIONS } from './thinking.js';
import { TREE_OPERATIONS } from './tree.js';

/** Everything that a page may ask for. */
const OPERATIONS: Operations<FromPageType> = {
  hello: () => refusal('ERR_HELLO_TWICE'),
  ping: () => ok(undefined),
  ...GAME_OPERATIONS,
  ...ENDING_OPERATIONS,
  ...TREE_OPERATIONS,
  ...THINKING_OPERATIONS,
  ...RUN_OPERATIONS,
};

/** Does what a message asks for. */
export function operate(
  asker: Asker,
  message: FromPage,
): Result<unknown> | Promise<Result<unknown>> {
  const operation = OPERATIONS[message.type] as Operation<FromPageType>;
  return operation(asker, message);
}
