const [LF, CR, QUOTE, SPACE, DELETE] = [0x0a, 0x0d, 0x22, 0x20, 0x7f];

/** What a byte begins. `OTHER` ends the hope that a line is plain. */
const [ASCII, TWO, THREE, CLOSER, SEPARATOR, LINE_END, OTHER] = [0, 1, 2, 3, 4, 5, 6];

/** First bytes of characters of three bytes of which some are not plain. */
const CLOSER_LEADS = [0xe2, 0xe3, 0xe4, 0xe5, 0xed, 0xef];

function kindsOf(separator: number): Uint8Array {
  const kinds = new Uint8Array(256).fill(OTHER);
  kinds.fill(ASCII, SPACE, DELETE);
  // U+00C0 to U+05FF. Before and behind stand controls and invisible characters, up to U+1FFF.
  kinds.fill(TWO, 0xc3, 0xd8);
  kinds.fill(THREE, 0xe2, 0xf0);
  for (const byte of CLOSER_LEADS) kinds[byte] = CLOSER;
  kinds[QUOTE] = OTHER;
  kinds[separator] = SEPARATOR;
  kinds[LF] = LINE_END;
  return kinds;
}

/**
 * True if a character of three bytes is surely visible, no space and no part of a mark of sample rows: U+2000 to U+207F, U+3000, 例 and 删,
 * surrogates, U+FEC0 to U+FEFF and U+FFC0 to U+FFFF are not.
 */
function isVisible(first: number, second: number, third: number): boolean {
  switch (first) {
    case 0xe2:
      return second > 0x81;
    case 0xe3:
      return second !== 0x80 || third !== 0x80;
    case 0xe4:
      return second !== 0xbe || third !== 0x8b;
    case 0xe5:
      return second !== 0x88 || third !== 0xa0;
    case 0xed:
      return second < 0xa0;
    default:
      return second !== 0xbb && second !== 0xbf;
  }
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/**
 * Finds the cells of lines that need no second look: UTF-8 without quotes, controls, invisible characters, other spaces than U+0020, and marks
 * of sample rows. What it passes over may be plain all the same; the general way then decides.
 */
export class PlainRows {
  /** What the last line stands in. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the cells of the last line begin and end in the bytes, without spaces around them. */
  starts = new Uint32Array(64);
  ends = new Uint32Array(64);
  /** Number of cells of the last line. */
  count = 0;
  readonly #kinds: Uint8Array;
  readonly #crLf: boolean;

  /**
   * @param separator byte between cells
   * @param crLf true if lines end with CR LF, false for LF alone
   */
  constructor(separator: number, crLf: boolean) {
    this.#kinds = kindsOf(separator);
    this.#crLf = crLf;
  }

  /** Reads the line that begins at `from`. Returns where the next one begins; -1 if the line is not plain or does not end before `to`. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    const kinds = this.#kinds;
    this.bytes = bytes;
    this.count = 0;
    let start = from;
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number;
      const kind = kinds[byte] as number;
      if (kind === ASCII) continue;
      if (kind <= CLOSER) {
        const second = bytes[i + 1] as number;
        if (!isContinuation(second)) return -1;
        i++;
        if (kind === TWO) continue;
        const third = bytes[i + 1] as number;
        if (!isContinuation(third) || (kind === CLOSER && !isVisible(byte, second, third))) return -1;
        i++;
      } else if (kind === SEPARATOR) {
        this.#add(bytes, start, i);
        start = i + 1;
      } else {
        const end = this.#endOfLine(bytes, i, to);
        if (end > 0) this.#add(bytes, start, i);
        return end;
      }
    }
    return -1;
  }

  /** Behind the line end that stands at a place; -1 if none does. */
  #endOfLine(bytes: Uint8Array, at: number, to: number): number {
    if (!this.#crLf) return bytes[at] === LF ? at + 1 : -1;
    return bytes[at] === CR && bytes[at + 1] === LF && at + 1 < to ? at + 2 : -1;
  }

  #add(bytes: Uint8Array, from: number, to: number): void {
    if (this.count === this.ends.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    let start = from;
    let end = to;
    while (start < end && bytes[start] === SPACE) start++;
    while (end > start && bytes[end - 1] === SPACE) end--;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }
}

function doubled(places: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * places.length);
  more.set(places);
  return more;
}
