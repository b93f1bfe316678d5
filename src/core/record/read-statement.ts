import type { FaultList } from "../fault/fault-list.js";
import { validateStatement } from "../schema/schema.js";
import { parseCanonicalJson } from "../text/json.js";
import type { Opening } from "../seed/opening.js";
import type { Attestation } from "./attestation.js";
import type { DrawEvent } from "./events.js";
import type { KeyStatement } from "./keys.js";
import type { SignedKind } from "./statement-name.js";
import type { Commitment, RecordStatement } from "./statements.js";

/** The type of each kind of statement. */
export interface Statements {
  readonly commitment: Commitment;
  readonly opening: Opening;
  readonly record: RecordStatement;
  readonly attestation: Attestation;
  readonly event: DrawEvent;
  readonly key: KeyStatement;
}

/**
 * Reads a statement: canonical bytes, then the published schema, which refuses unknown fields. Returns undefined with the reason
 * added to `faults`.
 */
export function parseStatement<K extends SignedKind>(
  kind: K,
  bytes: Uint8Array,
  faults: FaultList,
  file = `${kind}.json`,
): Statements[K] | undefined {
  const place = { file };
  const value = parseCanonicalJson(bytes);
  if (value === undefined) {
    faults.add("statement-form", place, undefined, { kind, reason: "RFC 8785" });
    return undefined;
  }
  const found = validateStatement(kind, value);
  for (const fault of found.slice(0, 20))
    faults.add("statement-form", { ...place, at: fault.at }, fault.found, {
      kind,
      reason: `${fault.rule} ${fault.expected}`,
    });
  return found.length === 0 ? (value as unknown as Statements[K]) : undefined;
}
