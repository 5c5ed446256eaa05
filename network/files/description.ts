import { isSide } from '../../engine/board.js';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { ok, type Result } from '../../engine/result.js';
import type { Board } from '../spec/layers.js';
import { parseNetworkSpec, playsOneBoardSize, type NetworkSpec } from '../spec/network-spec.js';
import type { NetworkFailure, Refuse } from './errors.js';
import { readHistory } from './history.js';
import {
  blackToMovePlane,
  VALUE_VIEWS,
  type SavedNetwork,
  type ValueView,
} from './saved-network.js';

/** All of a network but its weights. */
export type Description = Omit<SavedNetwork, 'weights'>;

/** Text by key, as ONNX keeps it in `metadata_props`. */
export type Metadata = ReadonlyMap<string, string>;

/** The keys that a description stands under. */
const KEYS = {
  spec: 'tengen.spec',
  planes: 'tengen.planes',
  valueView: 'tengen.valueView',
  boards: 'tengen.boards',
  history: 'tengen.history',
} as const;

/** A description as text by key. */
export function writeDescription(description: Description): Record<string, string> {
  const { spec, planes, valueView, boards, history } = description;
  return {
    [KEYS.spec]: JSON.stringify(spec),
    [KEYS.planes]: planes,
    [KEYS.valueView]: valueView,
    [KEYS.boards]: JSON.stringify(boards.map(({ width, height }) => ({ width, height }))),
    [KEYS.history]: JSON.stringify(history),
  };
}

/** Reads what {@link writeDescription} wrote. Failures are of code ERR_NETWORK_CONTENT. */
export function readDescription(
  metadata: Metadata,
  refuse: Refuse,
): Result<Description, NetworkFailure> {
  const wrong = (key: string, why: string) => refuse('ERR_NETWORK_CONTENT', `${key} ${why}`);
  const spec = parseNetworkSpec(parseJson(metadata.get(KEYS.spec)));
  if (!spec.ok) return wrong(KEYS.spec, `is no network: ${spec.error.message}`);
  const planes = readPlanes(metadata.get(KEYS.planes), spec.value);
  if (planes === undefined) {
    return wrong(KEYS.planes, `names no set of ${spec.value.inputPlanes} planes`);
  }
  const valueView = VALUE_VIEWS.find((view) => view === metadata.get(KEYS.valueView));
  if (valueView === undefined || !canTell(valueView, planes)) {
    return wrong(KEYS.valueView, `is none of: ${VALUE_VIEWS.join(', ')}, that these planes allow`);
  }
  const boards = readBoards(parseJson(metadata.get(KEYS.boards)));
  if (boards === undefined) return wrong(KEYS.boards, 'is not a list of width and height');
  if (boards.length > 1 && playsOneBoardSize(spec.value)) {
    return wrong(KEYS.boards, `lists ${boards.length} boards for a network that plays only one`);
  }
  const history = readHistory(parseJson(metadata.get(KEYS.history)));
  if (history === undefined) return wrong(KEYS.history, 'is no history of training');
  return ok({ spec: spec.value, planes, valueView, boards, history });
}

/** The value that JSON text stands for; undefined if the text is no JSON, or missing. */
function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readPlanes(name: string | undefined, spec: NetworkSpec): PlaneSetName | undefined {
  const names = Object.keys(PLANE_SETS) as PlaneSetName[];
  return names.find((known) => known === name && PLANE_SETS[known].planes === spec.inputPlanes);
}

/** Whether the planes show what turns a value of that view into the side to move's. */
function canTell(view: ValueView, planes: PlaneSetName): boolean {
  return view === 'side-to-move' || blackToMovePlane(planes) >= 0;
}

function readBoards(json: unknown): [Board, ...Board[]] | undefined {
  if (!Array.isArray(json)) return undefined;
  const boards = json.map(readBoard).filter((board) => board !== undefined);
  const [first, ...others] = boards;
  return boards.length === json.length && boards.length > 0 ? [first, ...others] : undefined;
}

function readBoard(json: unknown): Board | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { width, height } = json as Record<string, unknown>;
  if (typeof width !== 'number' || typeof height !== 'number') return undefined;
  return isSide(width) && isSide(height) ? { width, height } : undefined;
}
