/** An exact fraction in lowest terms, `den > 0`. Ratios, weights and probabilities are never floating point. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `num / den` in lowest terms. Throws a RangeError if `den` is not positive. */
export function fraction(num: bigint | number, den: bigint | number = 1n): Fraction {
  const n = BigInt(num);
  const d = BigInt(den);
  if (d <= 0n) throw new RangeError(`expected a positive denominator, got ${d}`);
  const g = gcd(n, d);
  return { num: n / g, den: d / g };
}

export const zero: Fraction = { num: 0n, den: 1n };
export const one: Fraction = { num: 1n, den: 1n };

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den);
}

/** `a / b`. Throws a RangeError unless `b` is positive. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den, a.den * b.num);
}

/** Negative, 0 or positive as `a` is below, equal to or above `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The smaller of two. */
export function minimum(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) <= 0 ? a : b;
}

/** Sum of a list; `0` for none. */
export function sum(values: Iterable<Fraction>): Fraction {
  let total = zero;
  for (const value of values) total = add(total, value);
  return total;
}

/** Greatest integer not above a fraction that is 0 or more. */
export function floor(a: Fraction): bigint {
  return a.num / a.den;
}

/** Least integer not below a fraction that is 0 or more. */
export function ceil(a: Fraction): bigint {
  return (a.num + a.den - 1n) / a.den;
}

/** `"p/q"`, the spelling of every record. */
export function formatFraction(a: Fraction): string {
  return `${a.num}/${a.den}`;
}

/**
 * A fraction as a percentage for people, rounded half up to `digits` decimals.
 *
 * @example formatPercent(fraction(1, 30), 2) // "3.33%"
 */
export function formatPercent(a: Fraction, digits = 2): string {
  const scale = 10n ** BigInt(digits);
  const scaled = (2n * a.num * 100n * scale + a.den) / (2n * a.den);
  const tail = digits === 0 ? "" : `.${(scaled % scale).toString().padStart(digits, "0")}`;
  return `${scaled / scale}${tail}%`;
}

/**
 * Reads a multiple of 0 or more: `"3%"`, `"0.5%"`, `"0.03"`, `"1.5"` or `"1/30"`. Returns undefined for any other text.
 * ASCII digits only, at most 12 before and 12 behind the point or slash.
 */
export function parseMultiple(text: string): Fraction | undefined {
  const parts = /^(\d{1,12})(?:\/(\d{1,12})|(?:\.(\d{1,12}))?(%)?)$/.exec(text);
  if (parts === null) return undefined;
  const [, whole = "", below, decimals = "", percent] = parts;
  if (below !== undefined) return BigInt(below) === 0n ? undefined : fraction(BigInt(whole), BigInt(below));
  const scale = 10n ** BigInt(decimals.length) * (percent === undefined ? 1n : 100n);
  return fraction(BigInt(whole + decimals), scale);
}

/** Reads a ratio in `[0, 1]` in the spellings of {@link parseMultiple}. Returns undefined for any other text. */
export function parseRatio(text: string): Fraction | undefined {
  const ratio = parseMultiple(text);
  return ratio === undefined || compare(ratio, one) > 0 ? undefined : ratio;
}
