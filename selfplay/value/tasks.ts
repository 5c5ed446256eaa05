/* What the threads that make samples do; piscina finds it here by name. */
export { makeSamples } from './samples-task.js';
