import { ok, type Result } from '../../engine/result.js';
import { NO_CLOCK, standardTime, type TimeSystem } from '../../engine/clock/time-system.js';
import { command, DONE, type Context, type Reply } from './command.js';
import { color, integer, seconds, syntaxError, word, type Reader } from './readers.js';

const absolute: Reader<TimeSystem> = timed([seconds], ([main]) => ({ kind: 'absolute', main }));

const canadian: Reader<TimeSystem> = timed([seconds, seconds, integer], ([main, period, stones]) =>
  standardTime(main, period, stones),
);

const byoYomi: Reader<TimeSystem> = timed([seconds, seconds, integer], ([main, period, periods]) =>
  period > 0 && periods > 0
    ? { kind: 'byo-yomi', main, period, periods }
    : { kind: 'absolute', main },
);

const fischer: Reader<TimeSystem> = timed([seconds, seconds], ([main, increment]) => ({
  kind: 'fischer',
  main,
  increment,
}));

const none: Reader<TimeSystem> = () => ok(NO_CLOCK);

/** The kinds of KGS (kgsGtp), and KataGo's name for Fischer's clock. */
const KINDS: Readonly<Record<string, Reader<TimeSystem>>> = {
  none,
  absolute,
  canadian,
  byoyomi: byoYomi,
  fischer,
};

/** A kind's name, and its numbers. */
const named: Reader<TimeSystem> = (words, session) => {
  const kind = word(words, session);
  if (!kind.ok) return kind;
  const reader = Object.hasOwn(KINDS, kind.value) ? KINDS[kind.value] : undefined;
  return reader === undefined ? syntaxError() : reader(words, session);
};

/** Clocks: what they are set to, and what they show. */
export const TIME = [
  command('time_settings', [canadian], setClocks),
  command('kgs-time_settings', [named], setClocks),
  command('kata-time_settings', [named], setClocks),
  command('time_left', [color, seconds, integer], ({ session }, player, left, stones) => {
    session.clocks.tell(player, left, stones);
    return DONE;
  }),
];

/** Is answered when the engine is ready, so that no network is loaded while the clock runs. */
async function setClocks({ session }: Context, system: TimeSystem): Promise<Reply> {
  session.clocks.system = system;
  session.rest();
  await session.engine.prepare(session.game.board);
  return DONE;
}

/** Reads numbers one after the other, and makes a system of them. */
function timed(
  readers: readonly Reader<number>[],
  make: (numbers: readonly number[]) => TimeSystem,
): Reader<TimeSystem> {
  return (words, session) => {
    const numbers: number[] = [];
    for (const read of readers) {
      const number: Result<number> = read(words, session);
      if (!number.ok) return number;
      numbers.push(number.value);
    }
    return ok(make(numbers));
  };
}
