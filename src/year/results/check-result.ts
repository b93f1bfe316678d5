import { dayInChina, FaultList, formatJson, type Inspector } from "../../core/index.js";
import type { ListedItem } from "../items/item-list.js";
import { type CodeBook, type CodeKind, type Code, isInUse } from "../settings/codes.js";
import type { DrawnTask } from "../visits/visits.js";
import type { CurrentResults, ResultContent, ResultEntry } from "./journal.js";
import type { ResultRow } from "./result-rows.js";

/** What a result is checked against. */
export interface ResultDesk {
  readonly codes: CodeBook;
  readonly items: readonly ListedItem[];
  readonly inspectors: ReadonlyMap<string, Inspector>;
  readonly today: string;
  /** The draw that ordered the inspection; undefined for one that no draw ordered. */
  readonly draw: DrawnTask | undefined;
}

/** A checked result: new, or one that corrects an earlier entry. */
export interface CheckedResult extends ResultContent {
  readonly corrects?: { readonly number: number; readonly reason: string };
}

class RowCheck {
  readonly #row: ResultRow;
  readonly #desk: ResultDesk;
  readonly #faults: FaultList;
  failed = false;

  constructor(row: ResultRow, desk: ResultDesk, faults: FaultList) {
    this.#row = row;
    this.#desk = desk;
    this.#faults = faults;
  }

  refuse(code: Parameters<FaultList["add"]>[0], field: string, value: string, details = {}): void {
    this.failed = true;
    this.#faults.add(code, this.#row.placeOf(field), value, details);
  }

  warn(code: Parameters<FaultList["add"]>[0], field: string, value: string, details = {}): void {
    this.#faults.add(code, this.#row.placeOf(field), value, details);
  }

  /** A code of the year of the inspection. */
  code(kind: CodeKind, field: string, text: string): Code | undefined {
    const year = Number(this.#row.date.slice(0, 4));
    const found = this.#desk.codes.find(kind, text, year);
    const choices = this.#desk.codes
      .of(kind, year)
      .map(({ name }) => name)
      .join(" / ");
    if (found === undefined) this.refuse("cell-choice", field, text, { choices });
    else if (!isInUse(found, year)) this.refuse("code-year", field, text, { year, choices });
    return found;
  }
}

/** Somebody was ordered there: the visit stands, the item is its, the people went. */
function checkOrder(row: ResultRow, { draw, today, items, inspectors }: ResultDesk, check: RowCheck): void {
  const item = items.find(({ code }) => code === row.item);
  if (item === undefined) check.refuse("year-item-unknown", "item", row.item, { task: row.draw });
  else if (item.subject !== row.department)
    check.refuse("result-department", "department", row.department, {
      item: row.item,
      subject: item.subject,
    });
  if (inspectors.get(row.enteredBy)?.department !== row.department)
    check.refuse("result-entered-by", "enteredBy", row.enteredBy, { department: row.department });
  for (const field of ["date", "transferDate", "penaltyDate"] as const)
    if (row[field] > today) check.refuse("day-in-future", field, row[field], { today });
  if (row.people.length === 0) check.refuse("cell-empty", "people", "");
  if (draw === undefined) return;
  const visit = draw.visits.find(({ object }) => object === row.object);
  if (visit === undefined) return check.refuse("result-not-drawn", "object", row.object, { draw: draw.draw });
  const ordered = draw.tasks.filter(({ id }) => visit.tasks.includes(id)).flatMap((task) => task.items);
  if (!ordered.includes(row.item))
    check.refuse("result-item-foreign", "item", row.item, { object: row.object, items: ordered.join("、") });
  for (const person of row.people)
    if (!visit.people.includes(person))
      check.refuse("result-person-foreign", "people", person, { people: visit.people.join("、") });
  const drawnOn = dayInChina(draw.frozenAt) ?? "";
  if (row.date < drawnOn) check.refuse("result-before-draw", "date", row.date, { drawn: drawnOn });
  else if (row.date < draw.window.from || row.date > draw.window.to)
    check.warn("result-outside-window", "date", row.date, draw.window);
}

function checkFollowUp(row: ResultRow, result: Code | undefined, check: RowCheck): string {
  const followUp = check.code("follow-up", "followUp", row.followUp);
  if (result?.meaning === "problem" && row.problem === "")
    check.refuse("result-problem-missing", "problem", row.result);
  if (result?.meaning === "unreachable" && followUp !== undefined && followUp.meaning !== "abnormal")
    check.refuse("result-unreachable", "followUp", row.followUp);
  if (followUp?.meaning === "department" || followUp?.meaning === "judiciary") {
    for (const field of ["transferTo", "transferDocument", "transferDate"] as const)
      if (row[field] === "") check.refuse("result-transfer-missing", field, row.followUp);
  } else if (row.transferTo !== "") check.refuse("result-transfer-unasked", "transferTo", row.transferTo);
  return followUp?.name ?? row.followUp;
}

function checkConfirmation(row: ResultRow, result: Code | undefined, check: RowCheck): void {
  const excused = result?.meaning === "unreachable" || result?.meaning === "gone";
  if (row.confirmation === "refused" && row.refusal === "")
    check.refuse("result-refusal-reason", "refusal", "");
  if (row.confirmation === "refused" && row.witness === "")
    check.warn("result-refusal-witness", "witness", "");
  if (row.confirmation === "absent" && !excused)
    check.refuse("result-unconfirmed", "confirmation", row.result);
}

function contentOf(row: ResultRow, check: RowCheck): ResultContent {
  const result = check.code("result", "result", row.result);
  const followUp = checkFollowUp(row, result, check);
  checkConfirmation(row, result, check);
  const exception = row.exception === "" ? undefined : check.code("exception", "exception", row.exception);
  const origin = row.origin === "" ? undefined : check.code("origin", "origin", row.origin);
  const { transferTo, transferDocument, transferDate, penaltyDocument, penaltyDate } = row;
  return {
    object: row.object,
    item: row.item,
    department: row.department,
    people: row.people,
    date: row.date,
    method: row.method,
    result: result?.name ?? row.result,
    problem: row.problem,
    followUp,
    ...(transferTo === ""
      ? {}
      : { transfer: { to: transferTo, document: transferDocument, date: transferDate } }),
    confirmation: row.confirmation,
    ...(row.confirmation === "refused" ? { refusal: { reason: row.refusal, witness: row.witness } } : {}),
    ...(exception === undefined ? {} : { exception: exception.name }),
    ...(penaltyDocument === "" ? {} : { penalty: { document: penaltyDocument, date: penaltyDate } }),
    enteredBy: row.enteredBy,
    ...(origin === undefined ? {} : { origin: origin.name }),
  };
}

const CONTENT_FREE = new Set(["kind", "number", "previous", "claimedTime", "corrects"]);

function isSame(content: ResultContent, entry: object): boolean {
  const kept = Object.fromEntries(Object.entries(entry).filter(([name]) => !CONTENT_FREE.has(name)));
  return formatJson(kept) === formatJson(content);
}

/** True if a row was entered before, as it counts now or as it did before a correction: departments hand in growing files. */
function isEntered(row: ResultRow, desk: ResultDesk, current: CurrentResults, faults: FaultList): boolean {
  // What was entered before stays, whatever happened to the draw since: only what is new is held against it.
  const quiet = new RowCheck(row, desk, new FaultList());
  const content = contentOf(row, quiet);
  if (quiet.failed) return false;
  const counting = current.find(content)?.entry;
  if (counting !== undefined && isSame(content, counting)) return true;
  const earlier = current
    .entered(content)
    .find((entry) => isSame(content, entry) && (entry.corrects?.reason ?? "") === row.correction);
  if (earlier === undefined) return false;
  faults.add("result-superseded", row.placeOf("result"), row.result, { number: earlier.number });
  return true;
}

/** The entry that a correction names: that of its object and item; of several, the one whose number begins the reason (`第3条`). */
function correctedBy(row: ResultRow, current: CurrentResults, check: RowCheck): ResultEntry | undefined {
  const counting = current.counting(row);
  const [, number] = /^第(\d+)条/.exec(row.correction) ?? [];
  const found =
    counting.length === 1 ? counting[0] : counting.find((entry) => String(entry.number) === number);
  if (found === undefined)
    check.refuse(
      counting.length === 0 ? "correction-nothing" : "correction-ambiguous",
      "correction",
      row.correction,
      {
        numbers: counting.map((entry) => `第${entry.number}条`).join("、"),
      },
    );
  return found;
}

/**
 * Checks one row. A row that says what was entered already is passed over, so that a department hands in its growing file again and again;
 * one that says something else is a correction and needs its reason.
 *
 * @returns undefined where nothing is to be entered, or a fault was found
 */
export function checkResult(
  row: ResultRow,
  desk: ResultDesk,
  current: CurrentResults,
  faults: FaultList,
): CheckedResult | undefined {
  if (isEntered(row, desk, current, faults)) return undefined;
  const check = new RowCheck(row, desk, faults);
  checkOrder(row, desk, check);
  if (desk.draw === undefined && row.origin === "")
    check.refuse("result-origin-missing", "origin", row.object);
  if (desk.draw !== undefined && row.origin !== "")
    check.refuse("result-origin-unasked", "origin", row.origin);
  if (row.penaltyDocument !== "" && row.penaltyDate === "") check.refuse("cell-empty", "penaltyDate", "");
  const content = contentOf(row, check);
  if (check.failed) return undefined;
  const known = current.find(content)?.entry;
  if (row.correction !== "") {
    const corrected = known ?? correctedBy(row, current, check);
    return corrected && { ...content, corrects: { number: corrected.number, reason: row.correction } };
  }
  if (known === undefined) return content;
  check.refuse("result-known", "result", row.result, { number: known.number, known: known.result });
  return undefined;
}
