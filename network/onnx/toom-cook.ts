/** Rows of numbers, all of the same length. */
export type Matrix = readonly (readonly number[])[];

/** A point of the complex plane. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * The three matrices of a fast convolution of one line: for a kernel g and a stretch d of the line,
 * output · ((kernel · g) ⊙ (input · d)) are the sums Σⱼ gⱼ d₍ₖ₊ⱼ₎, with one product a row of `kernel`.
 */
export interface FastConvolution {
  /** [products, taps]. */
  readonly kernel: Matrix;
  /** [products, outputs + taps − 1]. */
  readonly input: Matrix;
  /** [outputs, products]. */
  readonly output: Matrix;
}

/**
 * The fast convolution that evaluates the polynomials at `points` and at infinity, and interpolates
 * (Toom 1963, Cook 1966; Winograd 1980; as tiles of convolutional networks: Lavin and Gray 2016).
 * The points must differ; they give points.length + 2 − taps outputs. A point with an imaginary
 * part stands for itself and its conjugate, counts twice, and costs three products where two real
 * points cost two; in return a long tile loses far less to rounding, since points on the unit
 * circle have no large powers.
 */
export function toomCook(points: readonly Complex[], taps: number): FastConvolution {
  const all = points.flatMap((point) => (point.im === 0 ? [point] : [point, conjugate(point)]));
  const outputs = all.length + 2 - taps;
  const finite = points.map((point) =>
    point.im === 0 ? realPoint(point, all, taps, outputs) : complexPair(point, all, taps, outputs),
  );
  const products = [...finite.flat(), infinity(all, taps, outputs)];
  return {
    kernel: products.map((product) => product.kernel),
    input: products.map((product) => product.input),
    output: Array.from({ length: outputs }, (_, k) => products.map(({ output }) => output[k])),
  };
}

/** How one product is made of the kernel and the input, and what it adds to each output. */
interface Product {
  readonly kernel: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
}

function realPoint(point: Complex, all: readonly Complex[], taps: number, outputs: number) {
  const real = (numbers: readonly Complex[]) => numbers.map(({ re }) => re);
  const input = [...real(lagrange(point, all)), 0];
  return [{ kernel: real(powers(point, taps)), input, output: real(powers(point, outputs)) }];
}

/**
 * A point and its conjugate add 2 Re(abc) to an output, where a, b and c are the complex values of
 * kernel, input and output; in three real products as Gauss multiplied complex numbers.
 */
function complexPair(
  point: Complex,
  all: readonly Complex[],
  taps: number,
  outputs: number,
): Product[] {
  const a = powers(point, taps);
  const b = [...lagrange(point, all), { re: 0, im: 0 }];
  const c = powers(point, outputs);
  return [
    {
      kernel: a.map(({ re }) => re),
      input: b.map(({ re, im }) => 2 * (re - im)),
      output: c.map(({ re, im }) => re + im),
    },
    {
      kernel: a.map(({ re, im }) => im - re),
      input: b.map(({ im }) => -2 * im),
      output: c.map(({ re }) => re),
    },
    {
      kernel: a.map(({ re, im }) => re + im),
      input: b.map(({ re }) => -2 * re),
      output: c.map(({ im }) => im),
    },
  ];
}

/** The product of the leading coefficients. */
function infinity(all: readonly Complex[], taps: number, outputs: number): Product {
  const last = (length: number) => Array.from({ length }, (_, i) => Number(i === length - 1));
  const input = polynomial(all).map(({ re }) => re);
  return { kernel: last(taps), input, output: last(outputs) };
}

/** Coefficients, lowest first, of the polynomial that is 1 at `point` and 0 at the others. */
function lagrange(point: Complex, all: readonly Complex[]): Complex[] {
  const others = all.filter(({ re, im }) => re !== point.re || im !== point.im);
  const scale = others.reduce((product, other) => multiply(product, subtract(point, other)), {
    re: 1,
    im: 0,
  });
  const squared = scale.re ** 2 + scale.im ** 2;
  const inverse = { re: scale.re / squared, im: -scale.im / squared };
  return polynomial(others).map((coefficient) => multiply(coefficient, inverse));
}

/** Coefficients, lowest first, of the product of all (x − root). */
function polynomial(roots: readonly Complex[]): Complex[] {
  const zero = { re: 0, im: 0 };
  return roots.reduce<Complex[]>(
    (coefficients, root) =>
      [zero, ...coefficients].map((shifted, i) =>
        subtract(shifted, multiply(coefficients[i] ?? zero, root)),
      ),
    [{ re: 1, im: 0 }],
  );
}

function powers(point: Complex, count: number): Complex[] {
  const result: Complex[] = [{ re: 1, im: 0 }];
  while (result.length < count) result.push(multiply(result.at(-1)!, point));
  return result;
}

const conjugate = ({ re, im }: Complex): Complex => ({ re, im: -im });

const subtract = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });

const multiply = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});
