import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ColorName } from '../../messages/common.js';
import { useCommands, useSelect } from '../app/context.js';
import { clockAfter, showOvertime, showTime } from './clock.js';

/** How often a running clock is drawn again, in milliseconds. */
const TICK_MS = 200;

/** Below this a clock is shown as short of time, in milliseconds. */
const SHORT_MS = 20_000;

/** A player's clock; nothing in a game without. */
export function ClockFace({ color }: { color: ColorName }): JSX.Element | null {
  const clocks = useSelect((page) => page.state?.clocks ?? null);
  const system = useSelect((page) => page.game?.info.time);
  const since = useSelect((page) => page.stateAt);
  const isRunning = clocks?.running === color;
  const now = useTicks(isRunning);
  if (clocks === null || system === undefined) return null;
  const clock = isRunning
    ? clockAfter(system, clocks[color], Math.max(0, now - since))
    : clocks[color];
  const isShort = clock.left < SHORT_MS && (clock.overtime ? clock.count <= 1 : true);
  return (
    <div class={`clock${isShort ? ' is-short' : ''}`} role="timer">
      <Flag color={color} isDown={isRunning && clock.left < 0} />
      {showTime(clock.left)}
      <small>{showOvertime(system, clock)}</small>
    </div>
  );
}

/** Tells the server, once, that a player's time is up. */
function Flag({ color, isDown }: { color: ColorName; isDown: boolean }): null {
  const commands = useCommands();
  useEffect(() => {
    if (isDown) commands.claimTime(color);
  }, [isDown]);
  return null;
}

/** The page's clock, which goes on while `isRunning`. */
function useTicks(isRunning: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => {
      setNow(performance.now());
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isRunning]);
  return now;
}
