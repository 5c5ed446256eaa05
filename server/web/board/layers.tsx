import type { JSX } from 'preact';
import type { PositionInfo } from '../../messages/game.js';
import { usePreferences, useSelect } from '../app/context.js';
import { CandidateLayer, type Detail } from './candidate-layer.js';
import { CountLayer } from './count-layer.js';
import { LineLayer } from './line-layer.js';
import type { Shape } from './maps.js';
import { OwnershipLayer } from './ownership-layer.js';
import { PolicyLayer } from './policy-layer.js';

/** What is drawn over the stones: the count at the end, else what the engine thinks. */
export function Layers({
  shape,
  position,
  detail,
}: {
  shape: Shape;
  position: PositionInfo;
  detail: Detail;
}): JSX.Element | null {
  const count = useSelect((page) => page.state?.count ?? null);
  const analysis = useSelect((page) => page.analysis);
  const probe = useSelect((page) => page.probe);
  const isStale = useSelect((page) => page.pending !== undefined);
  const [{ overlay, analysing }] = usePreferences();
  if (count !== null) return <CountLayer {...{ shape, count }} stones={position.stones} />;
  if (analysis?.node !== position.node || isStale || !analysing) return null;
  const probed = analysis.moves.find(({ move }) => move === probe);
  if (probed !== undefined) return <LineLayer {...{ shape, position, candidate: probed }} />;
  switch (overlay) {
    case 'moves':
      return <CandidateLayer {...{ shape, analysis, toMove: position.toMove, detail }} />;
    case 'policy':
      return <PolicyLayer {...{ shape, policy: analysis.policy }} />;
    case 'ownership':
      return (
        <OwnershipLayer {...{ shape, stones: position.stones, ownership: analysis.ownership }} />
      );
    case 'none':
      return null;
  }
}
