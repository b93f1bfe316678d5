/** Hex digits of a cut-off: 64 bits tell apart more than any registry has. */
const DIGITS = 16;
const RANGE = 1n << 64n;
/** Bits that stay of a cut-off, so that many cells share one. */
const KEPT = 4n;

/** How many tickets are asked for, so that nearly always enough lie below the cut-off: an eighth more, and some for small cells. */
function withMargin(wanted: bigint): bigint {
  return wanted + wanted / 8n + 24n;
}

/** Rounds up to a number of which all but the first bits are zero. */
function roundUp(value: bigint): bigint {
  const bits = BigInt(value.toString(2).length);
  if (bits <= KEPT) return value;
  const unit = 1n << (bits - KEPT);
  return ((value + unit - 1n) / unit) * unit;
}

/**
 * A cut-off below which some more than the wanted tickets of a cell should lie; undefined if all of them are to be taken. It decides how many rows travel, never
 * who is drawn: too few are asked for again, and what is drawn are the lowest tickets of all that lie below.
 *
 * @param wanted number of tickets
 * @param eligible objects of the cell that can be drawn
 * @param widening 0 at first, 1 more for every time that it was too low
 */
export function chooseCutOff(wanted: number, eligible: number, widening: number): string | undefined {
  const asked = withMargin(BigInt(wanted)) << BigInt(2 * widening);
  if (asked >= BigInt(eligible)) return undefined;
  const value = roundUp((asked * RANGE) / BigInt(eligible));
  return value >= RANGE ? undefined : value.toString(16).padStart(DIGITS, "0");
}
