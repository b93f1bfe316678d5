import type { PackedTexts } from "./packed-texts.js";

/** Digits of a key, of 16 bits each, and the bytes that they hold. */
const [DIGITS, KEY] = [10, 20];
const VALUES = 1 << 16;
/** Texts below which comparing them is faster than counting digits. */
const FEW = 1000;

/**
 * Places of texts in code-point order, equal ones in the order in which they came. A radix sort by twenty bytes behind what all texts begin with; of many texts
 * that these do not tell apart, by the next twenty; few are compared. Cost: linear for codes as registries have them.
 */
export function sortPacked(texts: PackedTexts): Uint32Array {
  const order = Uint32Array.from({ length: texts.length }, (_, i) => i);
  sortPart(texts, order, 0);
  return order;
}

/** Sorts places, which stand in the order in which they came, of texts that all have the same bytes up to an offset. */
function sortPart(texts: PackedTexts, places: Uint32Array, begin: number): void {
  const offset = places.length < FEW ? undefined : begin + countCommonBytes(texts, places, begin);
  if (offset === undefined || texts.byteLengthOf(places[0] as number) <= begin) {
    places.sort((a, b) => texts.compare(a, b) || a - b);
    return;
  }
  const digits = readDigits(texts, places, offset);
  const ranks = rankDigits(digits);
  places.set(ranks.map((rank) => places[rank] as number));
  const isSame = (a: number, b: number): boolean => {
    for (const digit of digits) if (digit[a] !== digit[b]) return false;
    return true;
  };
  for (let from = 0; from < places.length; ) {
    let to = from + 1;
    while (to < places.length && isSame(ranks[from] as number, ranks[to] as number)) to++;
    if (to - from > 1) sortPart(texts, places.subarray(from, to), offset + KEY);
    from = to;
  }
}

/** Bytes behind an offset that all texts have in common. */
function countCommonBytes(texts: PackedTexts, places: Uint32Array, offset: number): number {
  const first = texts.bytesAt(places[0] as number).subarray(offset);
  let common = first.length;
  for (let i = 1; i < places.length && common > 0; i++)
    common = Math.min(common, texts.countCommon(places[i] as number, first, offset));
  return common;
}

/** The digits of every text from an offset on; what is behind its end counts as 0. */
function readDigits(texts: PackedTexts, places: Uint32Array, from: number): readonly Uint16Array[] {
  const digits = Array.from({ length: DIGITS }, () => new Uint16Array(places.length));
  const key = new Uint8Array(KEY);
  for (let i = 0; i < places.length; i++) {
    texts.copyTo(key, places[i] as number, from);
    for (let digit = 0; digit < DIGITS; digit++)
      (digits[digit] as Uint16Array)[i] = ((key[2 * digit] as number) << 8) | (key[2 * digit + 1] as number);
  }
  return digits;
}

/** Numbers of the keys in their order, equal ones in the order in which they came. */
function rankDigits(digits: readonly Uint16Array[]): Uint32Array {
  let ranks = Uint32Array.from(digits[0] as Uint16Array, (_, i) => i);
  for (let digit = DIGITS - 1; digit >= 0; digit--) ranks = sortByDigit(ranks, digits[digit] as Uint16Array);
  return ranks;
}

function sortByDigit(ranks: Uint32Array<ArrayBuffer>, digit: Uint16Array): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(VALUES + 1);
  for (const value of digit) starts[value + 1] = (starts[value + 1] as number) + 1;
  if (starts[(digit[0] as number) + 1] === digit.length) return ranks;
  for (let value = 1; value <= VALUES; value++)
    starts[value] = (starts[value] as number) + (starts[value - 1] as number);
  const sorted = new Uint32Array(ranks.length);
  for (const place of ranks) {
    const value = digit[place] as number;
    const at = starts[value] as number;
    sorted[at] = place;
    starts[value] = at + 1;
  }
  return sorted;
}
