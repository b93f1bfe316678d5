import { type FaultList, type FieldRow, parseCount, type TableSpec } from "../../core/index.js";
import { CheckedReader } from "../table/checked-reader.js";

/** What a code is for. */
export type CodeKind = "result" | "follow-up" | "exception" | "origin";

/** What the program must know of a code; all else is words. */
export type CodeMeaning =
  | "clean"
  | "problem"
  | "unreachable"
  | "gone"
  | "none"
  | "department"
  | "judiciary"
  | "abnormal"
  | "other";

/** One code as the offices use it: results, follow-ups, grounds not to publish, origins of non-random inspections. */
export interface Code {
  readonly kind: CodeKind;
  readonly code: string;
  readonly name: string;
  readonly meaning: CodeMeaning;
  /** First and last year in which it may be used; the last may be open. */
  readonly from: number;
  readonly until: number;
}

/** 代码表 */
export const codeSpec: TableSpec = {
  columns: [
    { field: "kind", headers: ["类别"], required: true },
    { field: "code", headers: ["代码"], required: true },
    { field: "name", headers: ["名称"], required: true },
    { field: "meaning", headers: ["含义"], required: true },
    { field: "from", headers: ["启用年度"], required: true },
    { field: "until", headers: ["停用年度"] },
  ],
};

const KINDS: ReadonlyMap<string, CodeKind> = new Map([
  ["检查结果", "result"],
  ["后续处置", "follow-up"],
  ["不公示依据", "exception"],
  ["非随机来源", "origin"],
]);
const MEANINGS: ReadonlyMap<string, CodeMeaning> = new Map([
  ["无问题", "clean"],
  ["有问题", "problem"],
  ["无法联系", "unreachable"],
  ["主体不存在", "gone"],
  ["无需处置", "none"],
  ["移送部门", "department"],
  ["移送司法", "judiciary"],
  ["异常名录", "abnormal"],
  ["其他", "other"],
]);
const NO_LAST_YEAR = 9999;

const isNamed = ({ code, name }: Code, text: string): boolean => code === text || name === text;

/** True if a code may be used in a year. */
export function isInUse({ from, until }: Code, year: number): boolean {
  return from <= year && year <= until;
}

/** The codes of a workspace. Old ones stay, with their last year: an old result keeps its meaning. */
export class CodeBook {
  readonly #codes: readonly Code[];

  constructor(codes: readonly Code[]) {
    this.#codes = codes;
  }

  /** The code, or the name, of a kind as it is in use in a year, else as it last was; undefined if there is none. */
  find(kind: CodeKind, text: string, year: number): Code | undefined {
    const named = this.#codes.filter((code) => code.kind === kind && isNamed(code, text));
    return named.find((code) => isInUse(code, year)) ?? named.at(-1);
  }

  /** All of a kind that may be used in a year. */
  of(kind: CodeKind, year: number): Code[] {
    return this.#codes.filter((code) => code.kind === kind && isInUse(code, year));
  }
}

/** Reads 代码表 row by row. */
export class CodeReader extends CheckedReader {
  readonly codes: Code[] = [];

  constructor(file: string, faults: FaultList) {
    super(codeSpec, file, faults, (row) => this.#take(row));
  }

  #take(row: FieldRow): void {
    const [kindCell = "", code = "", name = "", meaningCell = "", fromCell = "", untilCell = ""] = row.values;
    if (row.values.slice(0, 5).some((value) => value === "")) return;
    const kind = this.choose(KINDS, kindCell, "kind", row);
    const meaning = this.choose(MEANINGS, meaningCell, "meaning", row);
    const from = this.#year(fromCell, "from", row);
    const until = untilCell === "" ? NO_LAST_YEAR : this.#year(untilCell, "until", row);
    if (kind === undefined || meaning === undefined || from === undefined || until === undefined) return;
    // A code may get another meaning in a later year, never two in one.
    const isTaken = (known: Code): boolean =>
      known.kind === kind &&
      (isNamed(known, code) || isNamed(known, name)) &&
      known.from <= until &&
      from <= known.until;
    if (this.codes.some(isTaken)) return this.faults.add("code-repeated", this.placeOf("code", row), code);
    this.codes.push({ kind, code, name, meaning, from, until });
  }

  #year(cell: string, field: string, row: FieldRow): number | undefined {
    const year = /^\d{4}$/.test(cell) ? parseCount(cell) : undefined;
    if (year === undefined) this.faults.add("cell-number", this.placeOf(field, row), cell);
    return year;
  }
}
