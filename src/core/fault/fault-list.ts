import { createFault, type Fault, type FaultCode, type FaultDetails, levelOf, type Place } from "./fault.js";

const KEPT_PER_CODE = 200;

/**
 * Collects the faults of one run. Every fault is counted; of each code the first 200 are kept whole, so that a
 * hostile file of a million bad rows cannot exhaust the memory.
 */
export class FaultList {
  readonly #kept: Fault[] = [];
  readonly #counts = new Map<FaultCode, number>();

  readonly #locate: (place: Place) => Place;

  /** @param locate completes the place of each fault: the line of a JSON pointer, say */
  constructor(locate: (place: Place) => Place = (place) => place) {
    this.#locate = locate;
  }

  /** Adds a fault; `level` comes from the table of codes. */
  add(code: FaultCode, place: Place = {}, value?: string, details?: FaultDetails): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= KEPT_PER_CODE) this.#kept.push(createFault(code, this.#locate(place), value, details));
  }

  /** Forgets all faults. */
  clear(): void {
    this.#kept.length = 0;
    this.#counts.clear();
  }

  /** Adds every fault that another list counted. */
  addAll(other: FaultList): void {
    for (const fault of other.#kept)
      if (this.#kept.filter((own) => own.code === fault.code).length < KEPT_PER_CODE) this.#kept.push(fault);
    for (const [code, count] of other.#counts) this.#counts.set(code, (this.#counts.get(code) ?? 0) + count);
  }

  /** The list as plain data, for {@link FaultList.unpack}. */
  pack(): { readonly kept: readonly Fault[]; readonly counts: readonly (readonly [FaultCode, number])[] } {
    return { kept: this.#kept, counts: [...this.#counts] };
  }

  /** A list from what {@link FaultList.pack} gave. */
  static unpack({ kept, counts }: ReturnType<FaultList["pack"]>): FaultList {
    const list = new FaultList();
    list.#kept.push(...kept);
    for (const [code, count] of counts) list.#counts.set(code, count);
    return list;
  }

  /** The kept faults, errors before warnings, otherwise in the order in which they were found. */
  get kept(): readonly Fault[] {
    return [
      ...this.#kept.filter((fault) => fault.level === "error"),
      ...this.#kept.filter((fault) => fault.level === "warning"),
    ];
  }

  /** How often each code was found. */
  get counts(): ReadonlyMap<FaultCode, number> {
    return this.#counts;
  }

  /** Number of errors, kept or not. */
  get errors(): number {
    return this.#total("error");
  }

  /** Number of warnings, kept or not. */
  get warnings(): number {
    return this.#total("warning");
  }

  #total(level: "error" | "warning"): number {
    let total = 0;
    for (const [code, count] of this.#counts) if (levelOf(code) === level) total += count;
    return total;
  }
}
