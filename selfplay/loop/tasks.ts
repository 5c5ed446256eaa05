/* What the threads of a crew can do; piscina finds the tasks here by name. */
export { makeCandidate } from '../learn/learn-task.js';
export { playMatchGames } from '../match/match-task.js';
export { playGames } from '../play/play-task.js';
