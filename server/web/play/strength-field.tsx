import type { JSX } from 'preact';
import { LEVELS, type Strength } from '../../messages/settings.js';
import { useSelect } from '../app/context.js';
import { Choice, NumberField } from '../app/fields.js';
import { strengthName } from './setup.js';

const KINDS = [
  { value: 'level', name: 'Level' },
  { value: 'visits', name: 'Visits' },
  { value: 'seconds', name: 'Seconds' },
] as const;

/** What a strength of each kind begins with. */
const BEGINNINGS: Readonly<Record<Strength['kind'], Strength>> = {
  level: { kind: 'level', level: 4 },
  visits: { kind: 'visits', visits: 200 },
  seconds: { kind: 'seconds', seconds: 3 },
};

/** How strong the engine is to be. */
export function StrengthField({
  strength,
  onChange,
}: {
  strength: Strength;
  onChange: (strength: Strength) => void;
}): JSX.Element {
  return (
    <>
      <Choice
        label="Engine's strength by"
        options={KINDS}
        value={strength.kind}
        onChange={(kind) => {
          onChange(BEGINNINGS[kind]);
        }}
      />
      <Amount strength={strength} onChange={onChange} />
    </>
  );
}

function Amount({
  strength,
  onChange,
}: {
  strength: Strength;
  onChange: (strength: Strength) => void;
}): JSX.Element {
  const limits = useSelect((page) => page.limits);
  switch (strength.kind) {
    case 'level':
      return (
        <label class="field">
          <span class="field-label">{strengthName(strength).replace('level', 'Level')}</span>
          <input
            type="range"
            min={1}
            max={LEVELS}
            value={strength.level}
            onInput={(event) => {
              onChange({ kind: 'level', level: Number(event.currentTarget.value) });
            }}
          />
        </label>
      );
    case 'visits':
      return (
        <NumberField
          label="Visits a move"
          value={strength.visits}
          range={{ min: 1, max: limits?.visits ?? 1_000_000, step: 1 }}
          onChange={(visits) => {
            onChange({ kind: 'visits', visits: Math.round(visits) });
          }}
        />
      );
    case 'seconds':
      return (
        <NumberField
          label="Seconds a move"
          value={strength.seconds}
          range={{ min: 0.1, max: limits?.seconds ?? 3600, step: 0.1 }}
          onChange={(seconds) => {
            onChange({ kind: 'seconds', seconds });
          }}
        />
      );
  }
}
