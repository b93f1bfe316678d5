// The public library: the whole procedure as pure functions on values. Every export is documented where it is defined.
export { DualdrawError, refuse, refuseErrors } from "./fault/error.js";
export {
  createFault,
  type Fault,
  type FaultCode,
  faultCodes,
  type FaultDetails,
  formatFault,
  levelOf,
  type Place,
  showText,
  wordFault,
} from "./fault/fault.js";
export { FaultList } from "./fault/fault-list.js";
export type { Language, Level } from "./fault/wording.js";
export { dayInChina } from "./text/dates.js";
export { encodeRows, formatRow, parseRows } from "./text/csv.js";
export { type Fraction, formatFraction, formatPercent, parseMultiple, parseRatio } from "./text/fraction.js";
export { isDigest, pureSha256, type Sha256 } from "./text/hash.js";
export { encodeJson, formatJson, parseCanonicalJson } from "./text/json.js";
export { compareText } from "./text/order.js";
export {
  type Column,
  type RegistryName,
  type RegistrySpec,
  frameFields,
  historySpec,
  inspectorSpec,
  itemSpec,
  objectSpec,
  privateFields,
  recusalSpec,
} from "./registry/columns.js";
export { checkCreditCode, computeCheckCharacter } from "./registry/credit-code.js";
export { encodeFrame, type Frames, frameNames, type FrameSource, parseFrames } from "./registry/frames.js";
export { InspectorParser } from "./registry/inspectors.js";
export { ItemParser } from "./registry/items.js";
export { ObjectParser } from "./registry/objects.js";
export { HistoryParser, RecusalParser } from "./registry/relations.js";
export type { RowSink } from "./registry/row-reader.js";
export type {
  Category,
  HistoryRow,
  InspectionObject,
  Inspector,
  Item,
  Recusal,
  Registries,
} from "./registry/types.js";
export { checkPlan } from "./plan/check-plan.js";
export { parsePlan } from "./plan/parse-plan.js";
export type {
  Plan,
  PlannedSigner,
  PlannedSource,
  Role,
  Scope,
  Size,
  Staffing,
  Task,
  TeamEntry,
} from "./plan/plan.js";
export { listExtraColumns } from "./pool/pool.js";
export { computeTicket, type Label, type Ticket } from "./lottery/ticket.js";
export { checkDraw, prepareDraw, type Preparation } from "./record/prepare.js";
export { computeDraw } from "./record/draw.js";
export type {
  Commitment,
  Contribution,
  DrawLists,
  FileDigest,
  Opening,
  RecordStatement,
  RosterEntry,
  Source,
} from "./record/statements.js";
export { type CommitmentInput, digestFile, formCommitment } from "./record/commitment.js";
export {
  formLists,
  formatFractionText,
  type ListName,
  listNames,
  type Lists,
  type ListTable,
} from "./record/lists.js";
export { type Pseudonyms, pseudonymise } from "./record/pseudonyms.js";
export { parseStatement } from "./record/read-statement.js";
export { checkContributions, deriveSeed, formOpening, orderContributions } from "./record/seed.js";
export { type StatementKind, validateStatement } from "./schema/schema.js";
export { isStrongPublicKey, verifyEd25519 } from "./signing/ed25519.js";
export {
  encodeForSigning,
  type Envelope,
  findSigners,
  parseEnvelope,
  payloadTypeOf,
  sealEnvelope,
  type SignedKind,
  type Signer,
} from "./signing/envelope.js";
export type { HatAttempt, OnAttempt } from "./staffing/hat.js";
export type { Bundle } from "./verify/bundle.js";
export { checkWording } from "./verify/check-wording.js";
export {
  type CheckName,
  checkNames,
  type CheckResult,
  type CheckStatus,
  type Finding,
  type VerificationReport,
  type Verdict,
  type VerdictNotes,
} from "./verify/report.js";
export { verifyDraw } from "./verify/verify.js";
export {
  explainObject,
  explainPerson,
  type HatExplanation,
  type ObjectExplanation,
  type PersonExplanation,
  type TaskExplanation,
} from "./verify/explain.js";
