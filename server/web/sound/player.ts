import { Random } from '../../../engine/random.js';
import type { Sound } from './events.js';

/** A short burst of filtered noise: a stone on wood. */
interface Knock {
  /** Seconds after the sound begins. */
  readonly at: number;
  /** The middle of the band that is heard, in Hz. */
  readonly pitch: number;
  readonly loudness: number;
}

const KNOCKS: Readonly<Record<Exclude<Sound, 'end'>, readonly Knock[]>> = {
  stone: [{ at: 0, pitch: 1900, loudness: 0.9 }],
  capture: [
    { at: 0, pitch: 1900, loudness: 0.9 },
    { at: 0.09, pitch: 2600, loudness: 0.35 },
    { at: 0.15, pitch: 2300, loudness: 0.3 },
  ],
  pass: [{ at: 0, pitch: 500, loudness: 0.5 }],
};

/** One noise is as good as another. */
const SEED = 1;

/** How fast a knock dies away, in seconds. */
const DECAY = 0.045;

/** Plays the sounds, which are made as they are needed. */
export class SoundPlayer {
  private context: AudioContext | undefined;
  private noise: AudioBuffer | undefined;

  /** Plays a sound; silent where the browser does not let a page be heard before it is touched. */
  play(sound: Sound): void {
    const { userActivation } = navigator;
    if (!userActivation.hasBeenActive) return;
    const context = (this.context ??= new AudioContext());
    void context.resume();
    if (sound === 'end') bell(context);
    else for (const knock of KNOCKS[sound]) this.knock(context, knock);
  }

  private knock(context: AudioContext, { at, pitch, loudness }: Knock): void {
    const source = new AudioBufferSourceNode(context, { buffer: this.noiseOf(context) });
    const band = new BiquadFilterNode(context, { type: 'bandpass', frequency: pitch, Q: 2.5 });
    const gain = new GainNode(context, { gain: 0 });
    const start = context.currentTime + at;
    gain.gain.setValueAtTime(loudness, start);
    gain.gain.exponentialRampToValueAtTime(0.001, start + 4 * DECAY);
    source.connect(band).connect(gain).connect(context.destination);
    source.start(start, 0, 5 * DECAY);
  }

  private noiseOf(context: AudioContext): AudioBuffer {
    if (this.noise !== undefined) return this.noise;
    const { sampleRate } = context;
    const noise = new AudioBuffer({ length: Math.ceil(sampleRate / 4), sampleRate });
    const random = new Random(SEED);
    noise.copyToChannel(
      Float32Array.from({ length: noise.length }, () => random.float() * 2 - 1),
      0,
    );
    this.noise = noise;
    return noise;
  }
}

/** Two soft tones, a fifth apart. */
function bell(context: AudioContext): void {
  for (const [i, frequency] of [392, 587].entries()) {
    const start = context.currentTime + i * 0.14;
    const tone = new OscillatorNode(context, { type: 'sine', frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.14, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.9);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + 1);
  }
}
