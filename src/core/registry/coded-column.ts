import { GrowingNumbers, PackedTexts } from "../text/packed-texts.js";
import { decodeUtf8 } from "../text/utf8.js";

/** Fields of which few values stand in millions of rows. */
export const codedFields = [
  "type",
  "region",
  "industry",
  "risk",
  "credit",
  "status",
  "departments",
  "tags",
] as const;
export type CodedField = (typeof codedFields)[number];

/** True for fields whose cell may hold several values. */
export function isList(field: CodedField): field is "departments" | "tags" {
  return field === "departments" || field === "tags";
}

/** Values that are told from each other without decoding them, and the bytes that do. */
const [SLOTS, TAIL] = [1024, 16];

/** A column of few distinct values: each is kept once, a row holds its number. */
export class CodedColumn {
  readonly values: string[] = [];
  #codes = new GrowingNumbers();
  readonly #codeOf = new Map<string, number>();
  readonly #copies = new PackedTexts();
  /** Values met lately, by a sum of their last bytes: 1 and their number. Whoever makes sums meet makes it slow, not wrong. */
  readonly #met = new Uint32Array(SLOTS);

  /** Number of a value; a new one is kept. */
  codeOf(value: string): number {
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      // A copy: what was read is cut from the text of a whole page, and would keep it.
      this.#copies.push(value);
      const copy = this.#copies.at(this.values.length);
      code = this.values.push(copy) - 1;
      this.#codeOf.set(copy, code);
    }
    return code;
  }

  /** {@link codeOf} for UTF-8 bytes: what was met lately is not decoded again. */
  codeOfBytes(bytes: Uint8Array, from: number, to: number): number {
    let slot = to - from;
    for (let i = Math.max(from, to - TAIL); i < to; i++)
      slot = (Math.imul(slot, 31) + (bytes[i] as number)) | 0;
    slot &= SLOTS - 1;
    const met = (this.#met[slot] as number) - 1;
    if (met >= 0 && this.#copies.equals(met, bytes, from, to)) return met;
    const code = this.codeOf(decodeUtf8(bytes.subarray(from, to)) as string);
    this.#met[slot] = code + 1;
    return code;
  }

  push(code: number): void {
    this.#codes.push(code);
  }

  /** Puts the rows in another order. */
  arrange(order: Uint32Array): void {
    this.#codes = this.#codes.arranged(order);
  }

  /** Number of the value of a row, in the order of {@link values}. */
  codeAt(row: number): number {
    return this.#codes.at(row);
  }

  at(row: number): string {
    return this.values[this.#codes.at(row)] as string;
  }
}
