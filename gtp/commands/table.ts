import { ADMINISTRATIVE } from './administrative.js';
import { ANALYSIS } from './analysis.js';
import type { CommandEntry } from './command.js';
import { GOGUI } from './gogui.js';
import { HANDICAP } from './handicap.js';
import { PLAY } from './play.js';
import { RULES } from './rules.js';
import { SETUP } from './setup.js';
import { SGF } from './sgf.js';
import { TIME } from './time.js';
import { TOURNAMENT } from './tournament.js';

/** Every command, by name, in the order in which `list_commands` has them. */
export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map(
  [ADMINISTRATIVE, SETUP, HANDICAP, PLAY, TIME, TOURNAMENT, SGF, RULES, ANALYSIS, GOGUI].flatMap(
    (group) => group.map((entry) => [entry.name, entry] as const),
  ),
);
