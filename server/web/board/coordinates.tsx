import type { JSX } from 'preact';
import type { Shape } from './maps.js';
import { pointName } from './names.js';

/** The letters above and below the board and the numbers beside it. */
export function Coordinates({ shape }: { shape: Shape }): JSX.Element {
  const { width, height } = shape;
  const columns = Array.from({ length: width }, (_, x) => pointName(shape, x)[0]);
  const lines = Array.from({ length: height }, (_, y) => String(height - y));
  return (
    <>
      <Strip side="top" names={columns} />
      <Strip side="bottom" names={columns} />
      <Strip side="left" names={lines} />
      <Strip side="right" names={lines} />
    </>
  );
}

function Strip({ side, names }: { side: string; names: readonly string[] }): JSX.Element {
  return (
    <div class={`coordinates is-${side}`} aria-hidden="true">
      {names.map((name) => (
        <span key={name}>{name}</span>
      ))}
    </div>
  );
}
