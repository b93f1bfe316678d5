import {
  createFault,
  type Fault,
  type FaultCode,
  type FaultDetails,
  formatFault,
  type Place,
} from "./fault.js";
import type { FaultList } from "./fault-list.js";

/**
 * The one error class of the package. `code` is stable, `fault` holds value, place and details, `message` is its
 * English sentence. Where a whole input was refused, `faults` holds all that was found and `code` is that of the first.
 */
export class DualdrawError extends Error {
  override readonly name = "DualdrawError";
  readonly code: FaultCode;
  readonly fault: Fault;
  readonly faults: FaultList | undefined;

  constructor(fault: Fault, faults?: FaultList) {
    super(formatFault(fault, "en"));
    this.code = fault.code;
    this.fault = fault;
    this.faults = faults;
  }
}

/** Throws a {@link DualdrawError} for one fault. */
export function refuse(
  code: FaultCode,
  details: FaultDetails = {},
  place: Place = {},
  value?: string,
): never {
  throw new DualdrawError(createFault(code, place, value, details));
}

/** Throws if the list holds an error; warnings pass. */
export function refuseErrors(faults: FaultList): void {
  if (faults.errors === 0) return;
  const first = faults.kept[0];
  if (first !== undefined) throw new DualdrawError(first, faults);
}
