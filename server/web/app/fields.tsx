import type { ComponentChildren, JSX } from 'preact';

interface Option<T extends string> {
  readonly value: T;
  readonly name: string;
}

/** A line of a form. */
export function Field({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="field">{children}</div>;
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>({
  label,
  options,
  value,
  onChange,
  isSlim = false,
}: {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
  isSlim?: boolean;
}): JSX.Element {
  return (
    <fieldset class="field">
      <legend class={isSlim ? 'unseen' : 'field-label'}>{label}</legend>
      <div class="choice">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={label}
              value={option.value}
              checked={option.value === value}
              onChange={() => {
                onChange(option.value);
              }}
            />
            <span>{option.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One of many. */
export function Select<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select
        value={value}
        onChange={(event) => {
          onChange(event.currentTarget.value as T);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A number; what is none, or out of range, is not taken. */
export function NumberField({
  label,
  value,
  range,
  onChange,
}: {
  label: string;
  value: number;
  range: { readonly min: number; readonly max: number; readonly step: number };
  onChange: (value: number) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input
        type="number"
        value={value}
        min={range.min}
        max={range.max}
        step={range.step}
        required
        onChange={(event) => {
          const input = event.currentTarget;
          if (input.validity.valid && !Number.isNaN(input.valueAsNumber)) {
            onChange(input.valueAsNumber);
          } else input.value = String(value);
        }}
      />
    </label>
  );
}
