import { BLACK } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import { emptyBits, pointsOf } from '../../engine/bits.js';
import { ok, type Result } from '../../engine/result.js';
import type { Rules } from '../../engine/rules.js';
import { makeOutcome, outcomeOfScore } from '../../engine/outcome.js';
import type { Session } from '../session/session.js';
import { scoreOf } from '../../engine/count.js';
import { drawStones } from './board-text.js';
import { command, DONE, refuse, type Reply } from './command.js';
import { text, word } from './readers.js';
import { makeRules, parseRules, replaceRule } from './rules-text.js';

/** Rules as KataGo, KGS and GoGui ask for and set them. Komi is left as it is. */
export const RULES = [
  command('kata-get-rules', [], ({ session }) => ok(makeRules(session.rules))),
  command('kata-set-rules', [text], ({ session }, rules) =>
    adopt(session, parseRules(rules, session.rules)),
  ),
  command('kata-set-rule', [word, text], ({ session }, name, value) =>
    adopt(session, replaceRule(name, value, session.rules)),
  ),
  command('kgs-rules', [word], ({ session }, name) => {
    // KGS has positional superko under its Chinese rules.
    const meant = name.toLowerCase() === 'chinese' ? 'chinese-kgs' : name;
    return adopt(session, parseRules(meant, session.rules));
  }),
  command('gogui-rules_game_id', [], () => ok('Go')),
  command('gogui-rules_board_size', [], ({ session }) => {
    const { width, height } = session.game.board;
    return ok(width === height ? String(width) : `${width} ${height}`);
  }),
  command('gogui-rules_board', [], ({ session }) => ok(`\n${drawStones(session.game)}`)),
  command('gogui-rules_side_to_move', [], ({ session }) =>
    ok(session.game.toMove === BLACK ? 'black' : 'white'),
  ),
  command('gogui-rules_legal_moves', [], ({ session }) => ok(legalMoves(session))),
  command('gogui-rules_final_result', [], ({ session }) => ok(finalResult(session))),
];

function adopt(session: Session, rules: Result<Rules>): Reply {
  if (!rules.ok) return refuse(rules.error.message);
  session.rules = rules.value;
  return DONE;
}

/** What the side to move may do; nothing after the game. */
function legalMoves({ game }: Session): string {
  if (game.end !== undefined) return '';
  const legal = emptyBits(game.board);
  game.legalPoints(legal);
  const moves = [...pointsOf(game.board, legal), game.board.pass];
  return moves.map((move) => makeVertex(game.board, move)).join(' ');
}

/** The result if the game is over, else nothing. */
function finalResult({ game }: Session): string {
  return game.end === undefined ? '' : makeOutcome(outcomeOfScore(scoreOf(game).margin));
}
