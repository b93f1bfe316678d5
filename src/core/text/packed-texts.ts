import type { RowWriter } from "./row-writer.js";
import { decodeUtf8 } from "./utf8.js";

type Numbers = Uint8Array | Uint16Array | Uint32Array;

function makeNumbers(greatest: number, length: number): Numbers {
  if (greatest < 1 << 8) return new Uint8Array(length);
  return greatest < 1 << 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** A list of whole numbers below 2^32 that grows by doubling, as narrow as its greatest number lets it be. */
export class GrowingNumbers {
  #values: Numbers = new Uint8Array(64);
  #limit = 1 << 8;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length || value >= this.#limit) this.#grow(value);
    this.#values[this.#length++] = value;
  }

  #grow(value: number): void {
    const length = this.#length === this.#values.length ? 2 * this.#length : this.#values.length;
    const more = makeNumbers(Math.max(value, this.#limit - 1), length);
    more.set(this.#values.subarray(0, this.#length));
    this.#values = more;
    this.#limit = 2 ** (8 * more.BYTES_PER_ELEMENT);
  }

  /** The numbers in another order. */
  arranged(order: Uint32Array): GrowingNumbers {
    const numbers = new GrowingNumbers();
    const values = makeNumbers(this.#limit - 1, Math.max(1, order.length));
    for (let i = 0; i < order.length; i++) values[i] = this.#values[order[i] as number] as number;
    numbers.#values = values;
    numbers.#limit = this.#limit;
    numbers.#length = order.length;
    return numbers;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }
}

const REPLACEMENT = 0xfffd;
/** Up to this many bytes a code of ASCII characters is read faster without the decoder. */
const SHORT = 64;

/**
 * Many texts in one block of memory, as UTF-8, by the order in which they came. Ten million codes take 180 MB here, and several times that
 * as texts of their own. Throws RangeError beyond 4 GB in all.
 */
export class PackedTexts {
  #bytes = new Uint8Array(256);
  readonly #ends = new GrowingNumbers();
  #used = 0;

  /** Some texts, packed. */
  static of(texts: Iterable<string>): PackedTexts {
    const packed = new PackedTexts();
    for (const text of texts) packed.push(text);
    return packed;
  }

  get length(): number {
    return this.#ends.length;
  }

  /** Bytes of all texts. */
  get bytes(): number {
    return this.#used;
  }

  /** Adds a text behind the others. Half of a surrogate pair becomes U+FFFD, as in every encoder. */
  push(text: string): void {
    this.#reserve(3 * text.length);
    const bytes = this.#bytes;
    let at = this.#used;
    for (let i = 0; i < text.length; i++) {
      let unit = text.charCodeAt(i);
      if (unit < 0x80) {
        bytes[at++] = unit;
        continue;
      }
      if (unit >= 0xd800 && unit < 0xe000) {
        const point = text.codePointAt(i) as number;
        if (point > 0xffff) {
          bytes[at++] = 0xf0 | (point >> 18);
          bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
          bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
          bytes[at++] = 0x80 | (point & 0x3f);
          i++;
          continue;
        }
        unit = REPLACEMENT;
      }
      if (unit < 0x800) bytes[at++] = 0xc0 | (unit >> 6);
      else {
        bytes[at++] = 0xe0 | (unit >> 12);
        bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
      }
      bytes[at++] = 0x80 | (unit & 0x3f);
    }
    this.#used = at;
    this.#ends.push(at);
  }

  /** Adds a part of UTF-8 bytes as a text behind the others. */
  pushBytes(bytes: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from);
    const target = this.#bytes;
    let at = this.#used;
    for (let i = from; i < to; i++) target[at++] = bytes[i] as number;
    this.#used = at;
    this.#ends.push(at);
  }

  /** Bytes of a place. */
  byteLengthOf(index: number): number {
    return this.#ends.at(index) - this.#startOf(index);
  }

  /** Fills a target with the bytes of a place from an offset on; with 0 behind its end. */
  copyTo(target: Uint8Array, index: number, offset: number): void {
    const end = this.#ends.at(index);
    let at = this.#startOf(index) + offset;
    for (let i = 0; i < target.length; i++, at++) target[i] = at < end ? (this.#bytes[at] as number) : 0;
  }

  /** How many bytes of a place, from an offset on, are those that other UTF-8 bytes begin with. */
  countCommon(index: number, other: Uint8Array, offset = 0): number {
    const start = this.#startOf(index) + offset;
    const most = Math.min(other.length, this.#ends.at(index) - start);
    let common = 0;
    while (common < most && this.#bytes[start + common] === other[common]) common++;
    return common;
  }

  /** The texts in another order. */
  arranged(order: Uint32Array): PackedTexts {
    const texts = new PackedTexts();
    texts.#bytes = new Uint8Array(this.#used);
    for (const index of order) texts.pushBytes(this.#bytes, this.#startOf(index), this.#ends.at(index));
    return texts;
  }

  /** Of texts in code-point order, how many stand up to some UTF-8 bytes, these included. */
  countUpTo(wanted: Uint8Array): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isUpTo(middle, wanted)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isUpTo(index: number, wanted: Uint8Array): boolean {
    const common = this.countCommon(index, wanted);
    const at = this.#startOf(index) + common;
    if (at === this.#ends.at(index)) return true;
    return common < wanted.length && (this.#bytes[at] as number) < (wanted[common] as number);
  }

  /** True if the text of a place is this part of UTF-8 bytes. */
  equals(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#startOf(index);
    if (this.#ends.at(index) - start !== to - from) return false;
    for (let i = from; i < to; i++) if (this.#bytes[start + i - from] !== bytes[i]) return false;
    return true;
  }

  /** The text of a place; a new one at every call. */
  at(index: number): string {
    const bytes = this.bytesAt(index);
    if (bytes.length > SHORT) return decodeUtf8(bytes) as string;
    for (const byte of bytes) if (byte >= 0x80) return decodeUtf8(bytes) as string;
    return String.fromCharCode.apply(undefined, bytes as unknown as number[]);
  }

  isEmptyAt(index: number): boolean {
    return this.#startOf(index) === this.#ends.at(index);
  }

  /** Writes the text of a place as a cell. */
  writeTo(writer: RowWriter, index: number): void {
    writer.cell(this.#bytes, this.#startOf(index), this.#ends.at(index));
  }

  /** UTF-8 bytes of a place: a view, not to be changed, nor kept while texts are pushed. */
  bytesAt(index: number): Uint8Array {
    return this.#bytes.subarray(this.#startOf(index), this.#ends.at(index));
  }

  /** Orders the texts of two places by code point: the order of their bytes. */
  compare(a: number, b: number): number {
    const bytes = this.#bytes;
    const [endA, endB] = [this.#ends.at(a), this.#ends.at(b)];
    for (let i = this.#startOf(a), j = this.#startOf(b); ; i++, j++) {
      if (i === endA || j === endB) return i === endA ? (j === endB ? 0 : -1) : 1;
      const difference = (bytes[i] as number) - (bytes[j] as number);
      if (difference !== 0) return difference;
    }
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : this.#ends.at(index - 1);
  }

  #reserve(more: number): void {
    const needed = this.#used + more;
    if (needed <= this.#bytes.length) return;
    if (needed > 0xffff_ffff) throw new RangeError("more than 4 GB of text");
    const grown = new Uint8Array(Math.min(0xffff_ffff, Math.max(needed, 2 * this.#bytes.length)));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}
