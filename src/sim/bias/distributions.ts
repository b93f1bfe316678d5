const ROUNDS = 500;
const PRECISE = 1e-15;

/** Coefficients of Lanczos's approximation with g = 7. Source: Numerical Recipes, section 6.1; Godfrey's set of nine. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** ln Γ(x), `x > 0`, to about 14 digits. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const sum = LANCZOS.reduce((total, c, i) => (i === 0 ? c : total + c / (z + i)), 0);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The upper regularised incomplete gamma function Q(a, x). Source: series and continued fraction, Numerical Recipes, section 6.2. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < ROUNDS * 20 && Math.abs(term) > Math.abs(sum) * PRECISE; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - sum * scale);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < ROUNDS * 20; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < PRECISE) break;
  }
  return Math.min(1, scale * h);
}

/** Probability that chi-square with so many degrees of freedom is at least `statistic`. */
export function chiSquareTail(statistic: number, degrees: number): number {
  return upperGamma(degrees / 2, statistic / 2);
}

/** Probability that a standard normal variable is at least as far from 0 as `z`, on either side. */
export function normalTail(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

function logBinomial(n: number, k: number, p: number): number {
  const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return ways + k * Math.log(p) + (n - k) * Math.log1p(-p);
}

/**
 * Exact two-sided p-value of `k` successes in `n` trials: the probability of all outcomes that are not more likely than this one.
 *
 * @param p of one success, above 0 and below 1
 */
export function binomialTail(n: number, k: number, p: number): number {
  const observed = logBinomial(n, k, p);
  let total = 0;
  for (let j = 0; j <= n; j++) {
    const other = logBinomial(n, j, p);
    // Equally likely outcomes differ in their last digits.
    if (other <= observed + 1e-9) total += Math.exp(other);
  }
  return Math.min(1, total);
}

/**
 * Which hypotheses are rejected when all of them together may be rejected falsely with probability `level` at most. Source: Holm, A simple
 * sequentially rejective multiple test procedure, 1979.
 */
export function rejectByHolm(pValues: readonly number[], level: number): boolean[] {
  const order = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const rejected = pValues.map(() => false);
  for (const [rank, { p, i }] of order.entries()) {
    if (p > level / (pValues.length - rank)) break;
    rejected[i] = true;
  }
  return rejected;
}
