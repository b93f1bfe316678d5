import { GrowingNumbers, PackedTexts } from "../text/packed-texts.js";

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

/** A column of few distinct values: each is kept once, a row holds its number. */
export class CodedColumn {
  readonly values: string[] = [];
  readonly #codes = new GrowingNumbers();
  readonly #codeOf = new Map<string, number>();
  readonly #copies = new PackedTexts();

  push(value: string): void {
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      // A copy: what was read is cut from the text of a whole page, and would keep it.
      this.#copies.push(value);
      const copy = this.#copies.at(this.values.length);
      code = this.values.push(copy) - 1;
      this.#codeOf.set(copy, code);
    }
    this.#codes.push(code);
  }

  /** Number of the value of a row, in the order of {@link values}. */
  codeAt(row: number): number {
    return this.#codes.at(row);
  }

  at(row: number): string {
    return this.values[this.#codes.at(row)] as string;
  }
}
