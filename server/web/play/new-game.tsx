import type { JSX } from 'preact';
import { RULE_NAMES } from '../../messages/common.js';
import type { GameSettings } from '../../messages/settings.js';
import { useCommands, usePreferences, useSelect } from '../app/context.js';
import { closeDialog, Dialog } from '../app/dialog.js';
import { Choice, Field, NumberField, Select } from '../app/fields.js';
import { NO_NETWORK } from '../think/thinking.js';
import { changed, CLOCKS, clockIndex, mostHandicap } from './setup.js';
import { StrengthField } from './strength-field.js';

const RULE_TITLES: Readonly<Record<GameSettings['rules'], string>> = {
  'tromp-taylor': 'Tromp–Taylor',
  chinese: 'Chinese',
  japanese: 'Japanese',
  korean: 'Korean',
  aga: 'AGA',
  'new-zealand': 'New Zealand',
};

const SIZES = [
  { value: '9', name: '9 × 9' },
  { value: '13', name: '13 × 13' },
  { value: '19', name: '19 × 19' },
];

const PEOPLE = [
  { value: 'black', name: 'Black' },
  { value: 'white', name: 'White' },
  { value: 'both', name: 'Both' },
  { value: 'neither', name: 'Watch' },
] as const;

/** Where a new game is set up. */
export function NewGameDialog(): JSX.Element {
  const commands = useCommands();
  const [{ game }, keep] = usePreferences();
  const change = (part: Partial<GameSettings>): void => {
    keep({ game: changed(game, part) });
  };
  return (
    <Dialog name="new-game" title="New game">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          commands.newGame(game);
          closeDialog('new-game');
          location.hash = '#play';
        }}
      >
        <Choice
          label="Board"
          options={SIZES}
          value={String(game.width)}
          onChange={(size) => {
            change({ width: Number(size), height: Number(size) });
          }}
        />
        <WithoutNetwork game={game} />
        <Choice
          label="You play"
          options={PEOPLE}
          value={game.people}
          onChange={(people) => {
            change({ people });
          }}
        />
        <StrengthField
          strength={game.strength}
          onChange={(strength) => {
            change({ strength });
          }}
        />
        <div class="form-pair">
          <Select
            label="Rules"
            value={game.rules}
            options={RULE_NAMES.map((value) => ({ value, name: RULE_TITLES[value] }))}
            onChange={(rules) => {
              change({ rules });
            }}
          />
          <Select
            label="Clock"
            value={String(clockIndex(game.time))}
            options={CLOCKS.map(({ name }, i) => ({ value: String(i), name }))}
            onChange={(index) => {
              change({ time: CLOCKS[Number(index)].time });
            }}
          />
          <Select
            label="Handicap"
            value={String(game.handicap)}
            options={handicaps(game)}
            onChange={(stones) => {
              change({ handicap: Number(stones) });
            }}
          />
          <NumberField
            label="Komi"
            value={game.komi}
            range={{ min: -300, max: 300, step: 0.5 }}
            onChange={(komi) => {
              change({ komi });
            }}
          />
        </div>
        <Field>
          <button class="primary" type="submit" autofocus>
            Begin
          </button>
        </Field>
      </form>
    </Dialog>
  );
}

/** Says so where no network plays on the board that is chosen. */
function WithoutNetwork({ game: { width, height } }: { game: GameSettings }): JSX.Element | null {
  const limits = useSelect((page) => page.limits);
  if (limits === undefined || (width === height && limits.networkSides.includes(width)))
    return null;
  return <p class="note">{NO_NETWORK}</p>;
}

function handicaps(game: GameSettings): { value: string; name: string }[] {
  const most = mostHandicap(game);
  const stones = Array.from({ length: Math.max(0, most - 1) }, (_, i) => i + 2);
  return [
    { value: '0', name: 'None' },
    ...stones.map((n) => ({ value: String(n), name: `${n} stones` })),
  ];
}
