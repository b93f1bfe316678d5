import type { FaultList, FieldRow, InspectionObject, TableSpec } from "../../core/index.js";
import { CheckedReader } from "../table/checked-reader.js";
import type { CurrentResult, ResultEntry, ResultJournal } from "../results/journal.js";
import type { CodeBook } from "../settings/codes.js";

/** What may change in the object registry. */
export type ProposedField = "credit" | "tags";

/** A change of the object registry that a published result suggests; somebody confirms it, with a reason. */
export interface Proposal {
  readonly object: string;
  readonly name: string;
  readonly field: ProposedField;
  readonly from: string;
  readonly to: string;
  /** Journal and entry that suggest it. */
  readonly journal: string;
  readonly entry: number;
  readonly result: string;
}

/** A proposal with the decision on it. */
export interface DecidedProposal extends Proposal {
  readonly confirmed: boolean;
  readonly reason: string;
  readonly decidedBy: string;
}

/** 信用反馈建议: written by the program, decided by people in the last three columns. */
export const proposalSpec: TableSpec = {
  columns: [
    { field: "object", headers: ["对象编号"], required: true },
    { field: "name", headers: ["名称"] },
    { field: "field", headers: ["变更项"], required: true },
    { field: "from", headers: ["原值"] },
    { field: "to", headers: ["建议值"] },
    { field: "journal", headers: ["结果台账"], required: true },
    { field: "entry", headers: ["台账序号"], required: true },
    { field: "result", headers: ["检查结果"] },
    { field: "decision", headers: ["是否采纳"] },
    { field: "reason", headers: ["理由"] },
    { field: "decidedBy", headers: ["决定人"] },
  ],
};

const FIELDS: ReadonlyMap<string, ProposedField> = new Map([
  ["信用等级", "credit"],
  ["监管标签", "tags"],
]);

/** The Chinese header of a field that may change. */
export function wordField(field: ProposedField): string {
  return [...FIELDS].find(([, known]) => known === field)?.[0] ?? "";
}

/** The next worse tier of a scale, best first; undefined at its end or outside it. */
function worse(tier: string, scale: readonly string[]): string | undefined {
  const at = scale.indexOf(tier);
  return at < 0 ? undefined : scale[at + 1];
}

/** Tags of complaints and of firms that cannot be found, as the registries have them. */
const COMPLAINT = "投诉多发";
const UNREACHABLE = "无法联系";

function proposalsOf(
  entry: ResultEntry,
  object: InspectionObject,
  journal: string,
  codes: CodeBook,
  scale: readonly string[],
): Proposal[] {
  const meaning = codes.find("result", entry.result, Number(entry.date.slice(0, 4)))?.meaning;
  const base = { object: object.id, name: object.name, journal, entry: entry.number, result: entry.result };
  const tag = (name: string): Proposal[] =>
    object.tags.includes(name)
      ? []
      : [{ ...base, field: "tags", from: object.tags.join("、"), to: [...object.tags, name].join("、") }];
  const tier = worse(object.credit, scale);
  const lower: Proposal[] =
    tier === undefined ? [] : [{ ...base, field: "credit", from: object.credit, to: tier }];
  if (meaning === "problem") return entry.origin === undefined ? lower : [...lower, ...tag(COMPLAINT)];
  return meaning === "unreachable" ? tag(UNREACHABLE) : [];
}

/** The results that count of one journal: those of visits that stand. */
export interface StandingResults {
  readonly journal: ResultJournal;
  readonly results: readonly CurrentResult[];
}

/** What was decided already: one change of a field of an object, suggested by an entry of a journal. */
export type DecidedChange = Pick<Proposal, "journal" | "entry" | "field">;

/** One visit, whatever was found there and however often it was corrected: it changes a field of its object once. */
function visitOf(journal: string, { object, origin, date }: ResultEntry, field: ProposedField): string {
  return JSON.stringify([journal, object, origin === undefined ? "" : date, field]);
}

/** What published results suggest: once for each visit and field, and for each object and field one after the other. */
export function proposeChanges(
  standing: readonly StandingResults[],
  objects: ReadonlyMap<string, InspectionObject>,
  codes: CodeBook,
  scale: readonly string[],
  decided: readonly DecidedChange[],
): Proposal[] {
  const entered = new Map(standing.map(({ journal }) => [journal.draw, journal.entries]));
  const known = new Set(
    decided.flatMap(({ journal, entry, field }) => {
      const result = entered.get(journal)?.[entry - 1];
      return result?.kind === "result" ? [visitOf(journal, result, field)] : [];
    }),
  );
  const taken = new Set<string>();
  return standing.flatMap(({ journal, results }) =>
    results
      .filter(({ publishedOn }) => publishedOn !== undefined)
      .flatMap(({ entry }) => {
        const object = objects.get(entry.object);
        if (object === undefined) return [];
        return proposalsOf(entry, object, journal.draw, codes, scale).filter(({ field }) => {
          const place = JSON.stringify([entry.object, field]);
          if (known.has(visitOf(journal.draw, entry, field)) || taken.has(place)) return false;
          taken.add(place);
          return true;
        });
      }),
  );
}

const DECISIONS: ReadonlyMap<string, boolean> = new Map([
  ["是", true],
  ["否", false],
]);

/** The columns that people fill in, of a row as it stands. */
export type Draft = readonly [decision: string, reason: string, decidedBy: string];

/** What names a proposal in the file: a draft belongs to it alone. */
export function nameProposal({ object, field, from, to, journal, entry }: Proposal): string {
  return JSON.stringify([object, wordField(field), from, to, journal, String(entry)]);
}

/** Reads decided proposals; a row without a decision waits. */
export class ProposalReader extends CheckedReader {
  readonly rows: DecidedProposal[] = [];
  /** What people wrote so far, finished or not, by {@link nameProposal}. */
  readonly drafts = new Map<string, Draft>();
  waiting = 0;
  readonly #lines = new Map<string, number>();

  constructor(file: string, faults: FaultList) {
    super(proposalSpec, file, faults, (row) => this.#take(row));
  }

  #take(row: FieldRow): void {
    const [object = "", name = "", fieldCell = "", from = "", to = "", journal = "", entry = ""] = row.values;
    const [result = "", decision = "", reason = "", decidedBy = ""] = row.values.slice(7);
    const key = JSON.stringify([object, fieldCell, from, to, journal, entry]);
    const line = this.#lines.get(key);
    if (line !== undefined)
      return this.faults.add("proposal-repeated", this.placeOf("object", row), object, { line });
    this.#lines.set(key, row.line);
    this.drafts.set(key, [decision, reason, decidedBy]);
    if (decision === "") {
      this.waiting++;
      return;
    }
    const field = this.choose(FIELDS, fieldCell, "field", row);
    const confirmed = this.choose(DECISIONS, decision, "decision", row);
    if (field === undefined || confirmed === undefined) return;
    for (const [needed, cell] of [
      ["reason", reason],
      ["decidedBy", decidedBy],
    ] as const)
      if (cell === "") return this.faults.add("cell-empty", this.placeOf(needed, row));
    const number = Number(entry);
    const base = { object, name, field, from, to, journal, entry: number, result };
    this.rows.push({ ...base, confirmed, reason, decidedBy });
  }
}
