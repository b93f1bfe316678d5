import {
  validateAttestation,
  validateBeacon,
  validateCommitment,
  validateEnvelope,
  validateEvent,
  validateItemList,
  validateKey,
  validateLeaf,
  validateOpening,
  validatePlan as validatePlanSchema,
  validateRecord,
  validateRegister,
  validateResults,
  validateSettings,
  validateYearPlan,
} from "./validators.js";
import { planFieldNames } from "./fields.js";

/** One departure from a JSON Schema. */
export interface SchemaFault {
  /** JSON pointer of the value, or of the object that lacks or should not have a field. */
  readonly at: string;
  /** Keyword of the schema that failed. */
  readonly rule: string;
  /** The unknown or missing field, or what the value should have been. */
  readonly expected: string;
  /** What stands there, as JSON cut to 80 characters. */
  readonly found: string;
}

interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

interface Validator {
  (value: unknown): boolean;
  errors?: readonly AjvError[] | null;
}

function describe(error: AjvError): string {
  const { params, keyword } = error;
  if (keyword === "additionalProperties") return String(params["additionalProperty"]);
  if (keyword === "required") return String(params["missingProperty"]);
  if (keyword === "enum") return (params["allowedValues"] as unknown[]).map(String).join(" | ");
  if (keyword === "const") return String(params["allowedValue"]);
  if (keyword === "pattern") return String(params["pattern"]);
  return error.message ?? keyword;
}

/** The value at a JSON pointer, as JSON. */
function show(value: unknown, pointer: string): string {
  let inner = value;
  for (const part of pointer.split("/").slice(1))
    inner = (inner as Record<string, unknown>)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  return typeof inner === "string" ? inner : (JSON.stringify(inner) ?? "").slice(0, 80);
}

function run(validator: Validator, value: unknown): SchemaFault[] {
  if (validator(value)) return [];
  return (validator.errors ?? [])
    .filter((error) => error.keyword !== "anyOf" && error.keyword !== "oneOf")
    .map((error) => ({
      at: error.instancePath,
      rule: error.keyword,
      expected: describe(error),
      found: show(value, error.instancePath),
    }));
}

/** Departures of a value from docs/schema/plan-v1.schema.json; none if it is a plan. */
export function validatePlan(value: unknown): SchemaFault[] {
  return run(validatePlanSchema as Validator, value);
}

/** Field names that an object of the plan may have, by its JSON pointer. */
export function planFields(at: string): readonly string[] {
  return planFieldNames[at.replace(/\/\d+(?=\/|$)/g, "/*")] ?? [];
}

/** The statements and the envelope that have a schema. */
export type StatementKind =
  | "commitment"
  | "opening"
  | "record"
  | "attestation"
  | "event"
  | "envelope"
  | "beacon"
  | "key"
  | "leaf";

const validators: Readonly<Record<StatementKind, Validator>> = {
  commitment: validateCommitment as Validator,
  opening: validateOpening as Validator,
  record: validateRecord as Validator,
  attestation: validateAttestation as Validator,
  event: validateEvent as Validator,
  beacon: validateBeacon as Validator,
  envelope: validateEnvelope as Validator,
  key: validateKey as Validator,
  leaf: validateLeaf as Validator,
};

/** Departures of a statement from its published JSON Schema. */
export function validateStatement(kind: StatementKind, value: unknown): SchemaFault[] {
  return run(validators[kind], value);
}

/** Files around the draws that have a schema. */
export type DocumentKind = "year-plan" | "item-list" | "results" | "register" | "settings";

const documentValidators: Readonly<Record<DocumentKind, Validator>> = {
  "year-plan": validateYearPlan as Validator,
  "item-list": validateItemList as Validator,
  results: validateResults as Validator,
  register: validateRegister as Validator,
  settings: validateSettings as Validator,
};

/** Departures of a file around the draws from its published JSON Schema. */
export function validateDocument(kind: DocumentKind, value: unknown): SchemaFault[] {
  return run(documentValidators[kind], value);
}
