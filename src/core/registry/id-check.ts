import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import {
  foldId,
  hasFullWidth,
  hasHiddenCharacter,
  lengthOf,
  MAX_ID_LENGTH,
  toHalfWidth,
} from "../text/ids.js";
import { isScientific } from "./cells.js";
import { checkCreditCode, computeCheckCharacter } from "./credit-code.js";

/** Most codes: nothing that the other rules forbid can be in them. */
const PLAIN_CODE = /^(?=.*[A-DF-Z])[0-9A-Z-]{1,64}$/;

/** True if the text can be an id; otherwise a fault says why not. */
export function checkIdText(id: string, placeOf: () => Place, faults: FaultList): boolean {
  if (PLAIN_CODE.test(id)) return true;
  const place = placeOf();
  if (hasHiddenCharacter(id)) faults.add("id-hidden-character", place, id);
  else if (lengthOf(id) > MAX_ID_LENGTH) faults.add("id-too-long", place, id, { found: lengthOf(id) });
  else if (hasFullWidth(id)) faults.add("id-full-width", place, id, { suggestion: toHalfWidth(id) });
  else if (isScientific(id)) faults.add("id-scientific", place, id);
  else if (/^\d{15,}000$/.test(id) && id.length === 18 && checkCreditCode(id) === "invalid")
    faults.add("id-precision-lost", place, id);
  else return true;
  return false;
}

/**
 * Collects the ids of a registry of people, items or groups: refuses repeats (also those that differ only in case or in Unicode form) and finds codes
 * that lost their leading zeros in a spreadsheet.
 */
export class IdRegister {
  readonly #faults: FaultList;
  readonly #byFolded = new Map<string, { readonly id: string; readonly line: number }>();
  readonly #allDigits: { id: string; placeOf: () => Place }[] = [];
  #zeroLength = 0;

  constructor(faults: FaultList) {
    this.#faults = faults;
  }

  /** Checks and remembers an id; false if the row cannot be used. */
  add(id: string, line: number, placeOf: () => Place): boolean {
    if (!checkIdText(id, placeOf, this.#faults)) return false;
    const folded = foldId(id);
    const known = this.#byFolded.get(folded);
    if (known !== undefined) {
      this.#faults.add("id-repeated", placeOf(), id, { line: known.line, earlier: known.id });
      return false;
    }
    this.#byFolded.set(folded, { id, line });
    if (id.length < 18 && /^\d+$/.test(id)) {
      if (id.startsWith("0")) this.#zeroLength = Math.max(this.#zeroLength, id.length);
      else this.#allDigits.push({ id, placeOf });
    }
    return true;
  }

  /** Reports all-digit ids that are shorter than ids of the same file that begin with zero. */
  finish(): void {
    for (const { id, placeOf } of this.#allDigits)
      if (id.length < this.#zeroLength)
        this.#faults.add("id-leading-zero-lost", placeOf(), id, {
          suggestion: id.padStart(this.#zeroLength, "0"),
        });
  }
}

/** Warns where a unified social credit code fails its own check character: some issued codes do. */
export function checkCreditCodeOf(id: string, placeOf: () => Place, faults: FaultList): void {
  if (checkCreditCode(id) !== "invalid") return;
  faults.add("id-check-character", placeOf(), id, {
    expected: computeCheckCharacter(id.slice(0, 17)) ?? "",
    found: id.slice(17),
  });
}
