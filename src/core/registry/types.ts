import type { Fraction } from "../text/fraction.js";
import type { IsoDate } from "../text/dates.js";

/** One inspection object (检查对象): a firm, a sole trader, an institution, a product, a project, an act. */
export interface InspectionObject {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** GB/T 2260 code or name; matched by prefix. */
  readonly region: string;
  /** GB/T 4754 code; matched by prefix. */
  readonly industry: string;
  readonly risk: string;
  readonly credit: string;
  /** Registration status as entered; {@link readStatus} reads the platforms' spellings. */
  readonly status: string;
  readonly departments: readonly string[];
  readonly tags: readonly string[];
  /** Values of the extra stratum columns, in the order of {@link Registries.extraColumns}. */
  readonly extra: readonly string[];
}

/** Person category (人员类别). Helpers (辅助人员) are never drawn. */
export type Category = "enforcement" | "expert" | "helper";

/** One person of the inspector registry (执法检查人员名录库). */
export interface Inspector {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly qualifications: readonly string[];
  readonly expertise: readonly string[];
  /** Regions the person works in, matched by prefix; none = no region. */
  readonly regions: readonly string[];
  /** Last day of the licence, `""` if the cell was empty, `9999-12-31` for no end. */
  readonly licenceUntil: IsoDate;
  /** State as entered; active is 有效 or empty. */
  readonly state: string;
  /** Category as entered; {@link readCategory} reads it. */
  readonly category: string;
  /** Most visits in this draw; undefined = no cap. */
  readonly cap?: number;
  /** 已承担: visits already done this year as entered; undefined = not entered. */
  readonly load?: number;
}

/** A person who must not visit an object. */
export interface Recusal {
  readonly inspector: string;
  /** Object id; names are resolved when the frame is made. */
  readonly object: string;
}

/** One past inspection of an object. */
export interface HistoryRow {
  readonly object: string;
  readonly date: IsoDate;
  readonly task: string;
  readonly inspectors: readonly string[];
}

/** One item of the item list (随机抽查事项清单). */
export interface Item {
  readonly code: string;
  readonly name: string;
  /** `key` 重点检查事项, `general` 一般检查事项. */
  readonly kind: "key" | "general";
  readonly basis: string;
  readonly itemRisk: string;
  /** Largest ratio of a general item; undefined = none entered. */
  readonly ceiling?: Fraction;
  readonly expertise: readonly string[];
  readonly qualifications: readonly string[];
}

/** A fixed inspection group (检查小组): people who are drawn and go as a whole. */
export interface InspectionGroup {
  readonly id: string;
  readonly name: string;
  /** Ids of its people, sorted; all of one department, at least two. */
  readonly members: readonly string[];
}

/** Objects in any order: as a program makes them, or packed as a file gives them. */
export interface ObjectRows extends Iterable<InspectionObject> {
  readonly length: number;
}

/** Everything that the draw reads about objects and people. */
export interface Registries {
  /** Headers of the extra stratum columns that the objects carry in `extra`. */
  readonly extraColumns: readonly string[];
  readonly objects: ObjectRows;
  readonly inspectors: readonly Inspector[];
  readonly recusals: readonly Recusal[];
  readonly history: readonly HistoryRow[];
  readonly items: readonly Item[];
  /** Absent where the plan names no groups. */
  readonly groups?: readonly InspectionGroup[];
}
