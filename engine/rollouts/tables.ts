import {
  canonical,
  CODES_3X3,
  contactOf,
  isEyeCode,
  isLegalCode,
  turned,
  withoutLiberties,
} from './pattern-code.js';
import { SYMMETRIES } from '../symmetry.js';
import { CodeIndex } from './code-index.js';
import { SLOTS } from './diamond.js';
import { ANSWERS, FARTHEST, fieldOf, FIELDS, PLACES } from './features.js';
import {
  layoutOf,
  type Layout,
  type PatternLists,
  type RolloutKind,
  type RolloutWeights,
} from './weights.js';

/**
 * 3×3 patterns in classes: one for all that a symmetry makes equal. Class 0 is of those where there is
 * nothing to play: suicide, or an eye of one's own.
 */
export class PatternClasses {
  /** Code → class. */
  readonly of = new Int32Array(CODES_3X3);
  /** Class → places of its weights in the groups `pattern`, `shape`, and `contact`. */
  readonly pattern: Int32Array;
  readonly shape: Int32Array;
  readonly contact: Int32Array;
  readonly count: number;

  constructor({ patterns, shapes }: PatternLists) {
    const codes = this.number();
    this.count = codes.length;
    const [patternIndex, shapeIndex] = [new CodeIndex(patterns), new CodeIndex(shapes)];
    this.pattern = codes.map((code) => patternIndex.find(code));
    this.shape = codes.map((code) => shapeIndex.find(canonical(withoutLiberties(code))));
    this.contact = codes.map(contactOf);
  }

  /** Numbers the classes; returns the canonical code of each, which is the first one met. */
  private number(): Int32Array {
    const codes = [0];
    for (let code = 0; code < CODES_3X3; code++) {
      if (this.of[code] !== 0 || !isLegalCode(code) || isEyeCode(code)) continue;
      for (let symmetry = 0; symmetry < SYMMETRIES; symmetry++) {
        this.of[turned(code, symmetry)] = codes.length;
      }
      codes.push(code);
    }
    return Int32Array.from(codes);
  }
}

/** The weights of a policy as factors, e to the power of each: so that a move's mass is a product. */
export class RolloutTables {
  readonly kind: RolloutKind;
  readonly layout: Layout;
  /** Code of a 3×3 pattern, Black to move → factor; 0 where there is nothing to play. */
  readonly patterns = new Float32Array(CODES_3X3);
  readonly places = new Float64Array(PLACES);
  /** 0: no, 1: yes. */
  readonly selfAtari = new Float64Array(2);
  /** Word of the answer's fields → factor. */
  readonly answers = new Float64Array(ANSWERS);
  readonly responseIndex: CodeIndex;
  readonly responses: Float32Array;
  readonly diamondIndex: CodeIndex;
  readonly diamonds: Float32Array;
  readonly last = new Float64Array(FARTHEST + 1);
  readonly before = new Float64Array(FARTHEST + 1);

  constructor(weights: RolloutWeights, classes = new PatternClasses(weights)) {
    this.kind = weights.kind;
    this.layout = layoutOf(weights);
    this.responseIndex = new CodeIndex(weights.responses);
    this.responses = new Float32Array((weights.responses.length + 1) * SLOTS);
    this.diamondIndex = new CodeIndex(weights.diamonds);
    this.diamonds = new Float32Array(weights.diamonds.length + 1);
    this.update(weights.values, classes);
  }

  /** Takes other weights in, of the same patterns. */
  update(values: Float32Array | Float64Array, classes: PatternClasses): void {
    const { layout } = this;
    this.updatePatterns(values, classes);
    fill(this.places, values, layout.place);
    fill(this.selfAtari, values, layout.selfAtari);
    fill(this.responses, values, layout.response);
    fill(this.diamonds, values, layout.diamond);
    fill(this.last, values, layout.last);
    fill(this.before, values, layout.before);
    for (let word = 0; word < ANSWERS; word++) {
      let sum = 0;
      for (const field of FIELDS) sum += values[layout[field.name] + fieldOf(word, field)];
      this.answers[word] = Math.exp(sum);
    }
  }

  private updatePatterns(values: Float32Array | Float64Array, classes: PatternClasses): void {
    const { pattern, shape, contact, count, of } = classes;
    const { layout, patterns } = this;
    const factors = new Float32Array(count);
    for (let i = 1; i < count; i++) {
      factors[i] = Math.exp(
        values[layout.pattern + pattern[i]] +
          values[layout.shape + shape[i]] +
          values[layout.contact + contact[i]],
      );
    }
    for (let code = 0; code < CODES_3X3; code++) patterns[code] = factors[of[code]];
  }
}

function fill(
  factors: Float32Array | Float64Array,
  values: Float32Array | Float64Array,
  from: number,
): void {
  for (let i = 0; i < factors.length; i++) factors[i] = Math.exp(values[from + i]);
}
