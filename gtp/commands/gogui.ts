import { addPoint, emptyBits } from '../../engine/bits.js';
import { BLACK, type Color } from '../../engine/color.js';
import { Position } from '../../engine/position.js';
import { ok } from '../../engine/result.js';
import type { Session } from '../session/session.js';
import { command, DONE, refuse, type Reply } from './command.js';
import { DISPLAYS, lookAt } from './gogui-displays.js';
import { color, list, move, optional, word } from './readers.js';

interface Move {
  readonly color: Color;
  readonly point: number;
}

/** GoGui's extensions. (https://www.kayufu.com/gogui/gtp-extensions.html) */
export const GOGUI = [
  command('gogui-analyze_commands', [], () => ok(analyzeCommands())),
  command('gogui-interrupt', [], () => DONE),
  command('gogui-play_sequence', [list(move)], ({ session }, moves) =>
    playSequence(session, moves),
  ),
  command('gogui-setup', [list(move)], ({ session }, stones) => setUp(session, stones)),
  command('gogui-setup_player', [color], ({ session }, player) => {
    session.game.position.toMove = player;
    return DONE;
  }),
  ...DISPLAYS.map(({ name, draw }) =>
    command(name, [], async ({ session, interrupt }) => {
      return ok(draw(session.game.board, await lookAt(session, interrupt)));
    }),
  ),
  command('tengen-param', [optional(word, ''), optional(word, '')], ({ session }, name, value) =>
    name === '' ? ok(parameters(session)) : setParameter(session, name, value),
  ),
];

function analyzeCommands(): string {
  const displays = DISPLAYS.map(({ type, label, name }) => `${type}/${label}/${name}`);
  return [
    ...displays,
    'hstring/Raw Evaluation/kata-raw-nn 0',
    'string/Rules/kata-get-rules',
    'string/Final Score/final_score',
    'none/Clear Tree/clear_cache',
    'param/Tengen Settings/tengen-param',
  ].join('\n');
}

/** All of the moves, or none. */
function playSequence(session: Session, moves: readonly Move[]): Reply {
  for (const [made, { point, color: player }] of moves.entries()) {
    const played = session.play(point, player);
    if (played.ok) continue;
    session.undo(made);
    return refuse(`illegal move ${made + 1} of the sequence: ${played.error.message}`);
  }
  return DONE;
}

/** Puts stones on the empty board. */
function setUp(session: Session, stones: readonly Move[]): Reply {
  const { board } = session.game;
  const black = emptyBits(board);
  const white = emptyBits(board);
  for (const { color: player, point } of stones) {
    if (point === board.pass) return refuse('invalid vertex: a stone cannot be set up on pass');
    addPoint(board, player === BLACK ? black : white, point);
  }
  const setup = { board, black, white, toMove: session.game.toMove };
  const position = Position.from(setup);
  if (!position.ok) return refuse(`illegal setup: ${position.error.message}`);
  session.begin(board, { setup });
  return DONE;
}

/** The settings that can be changed while playing, in GoGui's form. */
function parameters({ settings }: Session): string {
  return [
    `[bool] live_graphics ${Number(settings.liveGraphics)}`,
    `[bool] ponder ${Number(settings.ponders)}`,
    `[string] visits ${settings.visits}`,
    `[string] seconds ${settings.moveTime / 1000}`,
  ].join('\n');
}

function setParameter(session: Session, name: string, value: string): Reply {
  const { settings } = session;
  const number = Number(value);
  if (!(number >= 0)) return refuse(`syntax error: '${value}' is not a number`);
  switch (name) {
    case 'live_graphics':
      session.settings = { ...settings, liveGraphics: number !== 0 };
      return DONE;
    case 'ponder':
      session.rest();
      session.settings = { ...settings, ponders: number !== 0 };
      return DONE;
    case 'visits':
      session.settings = { ...settings, visits: Math.max(1, number) };
      return DONE;
    case 'seconds':
      session.settings = { ...settings, moveTime: 1000 * number };
      return DONE;
    default:
      return refuse(`unknown parameter '${name}'`);
  }
}
