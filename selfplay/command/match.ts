import { Board } from '../../engine/board.js';
import { rulePresetOf } from '../../engine/rules.js';
import type { MatchPlan } from '../loop/hold-match.js';
import { longestMatchGame } from '../match/match-task.js';
import { orFail } from './command-error.js';
import type { ExitCode } from './exit-codes.js';
import { holdMatch } from './hold.js';
import { planMatch, type MatchOptions } from './match-plan.js';
import { MatchSgfFolder } from './match-sgf.js';
import { matchSummary } from './match-text.js';
import { nameOf } from './resolve-contestant.js';
import { say, type Surroundings } from './surroundings.js';

/** `selfplay match A B`: a match of two contestants by their names. */
export async function match(
  first: string,
  second: string,
  options: MatchOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const plan = orFail(await planMatch([first, second], options, around.searchPath));
  const { board, rules } = plan;
  const names = { a: nameOf(plan.a), b: nameOf(plan.b) };
  const folder = options.sgf;
  const sgf = folder && orFail(MatchSgfFolder.open(folder, { board, rules, ...names }));
  const texts = { title: 'match', opening: `${names.a} against ${names.b}: ${termsText(plan)}` };
  const { results, exitCode } = await holdMatch(plan, texts, around, (result) => {
    if (sgf) orFail(sgf.write(result));
  });
  const longest = longestMatchGame(Board.of(board));
  for (const line of matchSummary(names, results, longest)) say(around.stdout, line);
  return exitCode;
}

function termsText({ a, b, board, rules, matchGames, threads }: MatchPlan): string {
  const visits = [a, b].find((spec) => spec.kind === 'network')?.visits;
  return [
    `${matchGames} games`,
    `${board}×${board}`,
    `${rulePresetOf(rules) ?? 'rules of its own'}, komi ${rules.komi}`,
    ...(visits === undefined ? [] : [`${visits} visits`]),
    `${threads} ${threads === 1 ? 'thread' : 'threads'}`,
  ].join(', ');
}
