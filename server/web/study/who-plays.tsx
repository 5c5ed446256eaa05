import type { JSX } from 'preact';
import { useCommands, useSelect } from '../app/context.js';
import { Choice } from '../app/fields.js';

const OPTIONS = [
  { value: 'both', name: 'Nobody' },
  { value: 'black', name: 'White' },
  { value: 'white', name: 'Black' },
] as const;

/** Which colour the engine answers for, if any. */
export function WhoPlays(): JSX.Element {
  const commands = useCommands();
  const people = useSelect((page) => page.game?.info.people ?? 'both');
  return (
    <Choice
      label="The engine plays"
      options={[...OPTIONS, { value: 'neither', name: 'Both' }]}
      value={people}
      onChange={(chosen) => {
        commands.change({ people: chosen });
      }}
    />
  );
}
