import type { PackedTexts } from "./packed-texts.js";

/** Digits of a key, of 16 bits each, and the bytes that they hold. */
const [DIGITS, KEY] = [6, 12];
const VALUES = 1 << 16;
/** Texts below which comparing them is faster than counting digits. */
const FEW = 1000;

/**
 * Places of texts in code-point order, equal ones in the order in which they came. A radix sort by twelve bytes behind what all texts begin with; texts
 * that these do not tell apart are compared. Cost: linear for codes as registries have them.
 */
export function sortPacked(texts: PackedTexts): Uint32Array {
  let order = Uint32Array.from({ length: texts.length }, (_, i) => i);
  if (texts.length < FEW) return order.sort((a, b) => texts.compare(a, b));
  const digits = readDigits(texts, countCommonBytes(texts));
  for (let digit = DIGITS - 1; digit >= 0; digit--) order = sortByDigit(order, digits[digit] as Uint16Array);
  const isSame = (a: number, b: number): boolean => {
    for (const digit of digits) if (digit[a] !== digit[b]) return false;
    return true;
  };
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && isSame(order[from] as number, order[to] as number)) to++;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => texts.compare(a, b));
    from = to;
  }
  return order;
}

function countCommonBytes(texts: PackedTexts): number {
  if (texts.length === 0) return 0;
  const first = texts.bytesAt(0);
  let common = first.length;
  for (let i = 1; i < texts.length && common > 0; i++) common = Math.min(common, texts.countCommon(i, first));
  return common;
}

/** The digits of every text, by their rank; what is behind its end counts as 0. */
function readDigits(texts: PackedTexts, from: number): readonly Uint16Array[] {
  const digits = Array.from({ length: DIGITS }, () => new Uint16Array(texts.length));
  for (let i = 0; i < texts.length; i++)
    for (let byte = 0; byte < KEY; byte += 2)
      (digits[byte >> 1] as Uint16Array)[i] =
        (texts.byteAt(i, from + byte) << 8) | texts.byteAt(i, from + byte + 1);
  return digits;
}

function sortByDigit(order: Uint32Array, digit: Uint16Array): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(VALUES + 1);
  for (const value of digit) starts[value + 1] = (starts[value + 1] as number) + 1;
  for (let value = 1; value <= VALUES; value++)
    starts[value] = (starts[value] as number) + (starts[value - 1] as number);
  const sorted = new Uint32Array(order.length);
  for (const place of order) {
    const value = digit[place] as number;
    const at = starts[value] as number;
    sorted[at] = place;
    starts[value] = at + 1;
  }
  return sorted;
}
