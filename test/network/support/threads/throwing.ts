/** A thread that throws where nobody catches it. */
export default function explode(): Promise<never> {
  setImmediate(() => {
    throw new Error('boom');
  });
  return new Promise(() => undefined);
}
