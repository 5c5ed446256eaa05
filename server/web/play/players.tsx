import type { JSX } from 'preact';
import type { ColorName } from '../../messages/common.js';
import { PERSON, type GameInfo } from '../../messages/game.js';
import { colorName } from '../app/numbers.js';
import { useSelect } from '../app/context.js';
import { ClockFace } from './clock-face.js';
import { strengthName } from './setup.js';

/** Both players: who they are, what they have captured, their clocks, and whose turn it is. */
export function Players(): JSX.Element {
  return (
    <section class="players" aria-label="Players">
      <Player color="black" />
      <Player color="white" />
    </section>
  );
}

function Player({ color }: { color: ColorName }): JSX.Element {
  const info = useSelect((page) => page.game?.info);
  const captured = useSelect((page) => page.position?.captured[color] ?? 0);
  const isTurn = useSelect(
    (page) => page.position?.toMove === color && page.state?.phase === 'playing',
  );
  const isThinking = useSelect((page) => page.state?.thinking === color);
  return (
    <div class={`player${isTurn ? ' is-turn' : ''}`} aria-current={isTurn ? 'true' : undefined}>
      <span class={`player-stone is-${color}${isThinking ? ' is-thinking' : ''}`} />
      <div class="player-name">
        <strong>{info === undefined ? colorName(color) : nameOf(info, color)}</strong>
        <small>{isThinking ? 'thinking…' : info && describe(info, color)}</small>
      </div>
      <div class="player-numbers">
        <ClockFace color={color} />
        <small title="Stones captured">
          {captured} <span>captured</span>
        </small>
      </div>
    </div>
  );
}

/** Whether the engine plays a colour. */
function isEngine({ people }: GameInfo, color: ColorName): boolean {
  return people === 'neither' || (people !== 'both' && people !== color);
}

function nameOf(info: GameInfo, color: ColorName): string {
  const { name } = info[color];
  if (info.people === color && (name === '' || name === PERSON)) return 'You';
  if (name !== '' && name !== PERSON) return name;
  return isEngine(info, color) ? 'Tengen' : colorName(color);
}

function describe(info: GameInfo, color: ColorName): string {
  const parts = [
    info[color].rank,
    isEngine(info, color) ? strengthName(info.strength) : '',
    color === 'white' ? `komi ${info.komi}` : '',
    color === 'black' && info.handicap > 0 ? `${info.handicap} stones` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ') || colorName(color);
}
