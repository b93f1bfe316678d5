import type { FaultList } from "../fault/fault-list.js";
import { planFields, validatePlan } from "../schema/schema.js";
import type { SchemaFault } from "../schema/schema.js";
import { nearestName } from "./nearest.js";
import type { Plan } from "./plan.js";

function report(fault: SchemaFault, faults: FaultList): void {
  const place = { at: fault.at };
  switch (fault.rule) {
    case "additionalProperties": {
      const known = nearestName(fault.expected, planFields(fault.at));
      return faults.add("plan-field-unknown", place, fault.expected, {
        nearest: known ?? planFields(fault.at).join(", "),
      });
    }
    case "required":
      return faults.add("plan-field-missing", place, undefined, { field: fault.expected });
    default:
      return faults.add("plan-field-invalid", place, fault.found, { expected: fault.expected });
  }
}

/**
 * Checks a value against the JSON Schema of plans. Returns the plan, or undefined with the faults added: unknown fields come
 * with the nearest known name, wrong values with what was expected.
 */
export function parsePlan(value: unknown, faults: FaultList): Plan | undefined {
  const found = validatePlan(value);
  for (const fault of found) report(fault, faults);
  return found.length === 0 ? (value as Plan) : undefined;
}
