/* What the threads of a policy's training do; piscina finds it here by name. */
export { playEpisodes } from './episodes-task.js';
