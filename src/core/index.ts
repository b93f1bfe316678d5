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
export {
  dayInChina,
  daysBetween,
  formatInstant,
  type IsoDate,
  monthsBefore,
  parseDate,
  parseInstant,
  shiftDays,
} from "./text/dates.js";
export { encodeCell, encodeRows, RowWriter } from "./text/row-writer.js";
export { cutRows, endOfRow, endOfRows, parseRows, readFirstCell } from "./text/csv.js";
export { PackedTexts } from "./text/packed-texts.js";
export { type IdFacts, IdOrderCheck, joinIdFacts } from "./registry/id-order.js";
export { type Fraction, formatFraction, formatPercent, parseMultiple, parseRatio } from "./text/fraction.js";
export { isDigest, pureSha256, type Sha256 } from "./text/hash.js";
export { foldId, isPlanId } from "./text/ids.js";
export { encodeJson, formatJson, parseCanonicalJson } from "./text/json.js";
export { compareText } from "./text/order.js";
export {
  findColumn,
  findExtraColumn,
  type Column,
  type RegistryName,
  type RegistrySpec,
  type TableSpec,
  frameFields,
  groupSpec,
  historySpec,
  inspectorSpec,
  itemSpec,
  objectSpec,
  privateFields,
  recusalSpec,
} from "./registry/columns.js";
export { checkCreditCode, computeCheckCharacter } from "./registry/credit-code.js";
export {
  encodeFrame,
  encodeFrames,
  feedRows,
  type Frames,
  frameNamesOf,
  type FrameSource,
  type ParsedFrames,
  type PeopleFrames,
  listFrames,
  parseFrames,
} from "./registry/frames.js";
export { GroupParser } from "./registry/groups.js";
export { InspectorParser } from "./registry/inspectors.js";
export { itemKinds, ItemParser } from "./registry/items.js";
export { PlainRows } from "./text/plain-rows.js";
export { decodeUtf8, encodeUtf8 } from "./text/utf8.js";
export { TicketHasher } from "./lottery/ticket-hasher.js";
export { encodeObjectPieces, encodeObjects, objectHeader } from "./registry/object-frame.js";
export { ObjectAnnex } from "./registry/object-annex.js";
export { ObjectParser, type ObjectSpill, type ParsedObjects, type RunRows } from "./registry/objects.js";
export { ObjectTable } from "./registry/object-table.js";
export type { ObjectRegistry, SortedRegistries } from "./registry/object-registry.js";
export { PeopleNames } from "./registry/people-names.js";
export { HistoryParser, RecusalParser } from "./registry/relations.js";
export { parseCount, splitValues } from "./registry/cells.js";
export { type FieldRow, RowReader, type RowSink } from "./registry/row-reader.js";
export type {
  Category,
  HistoryRow,
  InspectionGroup,
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
  YearReference,
} from "./plan/plan.js";
export {
  findYearDifferences,
  readYearPlan,
  YEAR_PLAN_FILE,
  type YearAdjustment,
  type YearDraw,
  type YearPlan,
  type YearTask,
} from "./plan/year-plan.js";
export { listExtraColumns } from "./pool/pool.js";
export { computeTicket, type Label, type Ticket } from "./lottery/ticket.js";
export {
  checkDraw,
  describeTask,
  listEligibleOf,
  prepareDraw,
  type Preparation,
  type PreparedTask,
} from "./record/prepare.js";
export { completeDraw, computeDraw } from "./record/draw.js";
export type {
  ArchivePlace,
  Commitment,
  ComparedFrames,
  DrawLists,
  EarlierVoid,
  FileDigest,
  FrameDigest,
  FreezeReport,
  RecordedCell,
  RecordedTask,
  RecordStatement,
  RosterEntry,
} from "./record/statements.js";
export {
  type Beacon,
  BEACON_FILE,
  checkBeaconTime,
  findBeaconFault,
  findRound,
  instantOfRound,
  parseBeacon,
  quicknet,
} from "./seed/beacon.js";
export { checkContribution, checkContributions, labelOf, orderContributions } from "./seed/contributions.js";
export {
  type Contribution,
  deriveSeed,
  formOpening,
  type Opening,
  type Source,
} from "./seed/opening.js";
export {
  type Attestation,
  type AttestationInput,
  type EvidenceFile,
  formAttestation,
  isRequiredWitness,
  presenceText,
} from "./record/attestation.js";
export { type CommitmentInput, digestFile, digestFrames, formCommitment } from "./record/commitment.js";
export {
  chainHead,
  type DrawEvent,
  type EventContent,
  type EventKind,
  type EventOutcome,
  type EventReason,
  type VisitAfter,
} from "./record/events.js";
export {
  compareFrames,
  type FrameComparison,
  type FrameRows,
  readRows,
  rowsOfFrames,
} from "./record/frame-comparison.js";
export { formReport, listRehearsalSeeds, type Rehearse } from "./record/freeze-report.js";
export { formNotice, isSealed, type Notice, type NoticeTask } from "./record/notice.js";
export {
  formLists,
  formatFractionText,
  type ListName,
  listNames,
  type Lists,
  type ListTable,
  protectCell,
  protectTable,
} from "./record/lists.js";
export { type Pseudonyms, pseudonymise } from "./record/pseudonyms.js";
export type { KeyStatement } from "./record/keys.js";
export { parseStatement } from "./record/read-statement.js";
export {
  attestationName,
  envelopeFile,
  eventName,
  keyName,
  kindOf,
  parseStatementName,
  proofFile,
  type SignedKind,
  statementFile,
  type StatementName,
} from "./record/statement-name.js";
export { applyEvents, EventDesk, type EventRequest } from "./event/apply.js";
export { type ReasonCode, reasonCodesOf, wordReason } from "./event/reasons.js";
export { beginStanding, type Standing, type StandingVisit } from "./event/standing.js";
export {
  type DocumentKind,
  type SchemaFault,
  type StatementKind,
  validateDocument,
  validateStatement,
} from "./schema/schema.js";
export { isStrongPublicKey, verifyEd25519 } from "./signing/ed25519.js";
export {
  addSignature,
  emptyEnvelope,
  encodeForSigning,
  type Envelope,
  envelopeHolds,
  findSigners,
  isSignatureOf,
  parseEnvelope,
  payloadTypeOf,
  sealEnvelope,
  type Signer,
} from "./signing/envelope.js";
export {
  type Checkpoint,
  cosign,
  formatCheckpoint,
  isSignedByLog,
  parseCheckpoint,
  signCheckpoint,
  timeOfCosignature,
} from "./log/checkpoint.js";
export {
  hashSignature,
  hashStatement,
  type Leaf,
  type LeafSubject,
  type ManifestName,
  parseLeaf,
} from "./log/leaf.js";
export {
  encodeNote,
  formatSignature,
  formatVerifierKey,
  isNoteName,
  type Note,
  type NoteSignature,
  noteTypes,
  parseNote,
  parseSignature,
} from "./log/note.js";
export { encodeProof, holdsLeaf, type LogProof, parseProof } from "./log/proof.js";
export {
  completeNodes,
  computeRoot,
  hashChildren,
  isConsistent,
  proveConsistency,
  proveInclusion,
  type ReadNode,
  rootOfInclusion,
  type TreeHead,
} from "./log/tree.js";
export { encodeRequest, findWitnessRefusal, parseRequest, type WitnessRequest } from "./log/witness.js";
export { parseSshPublicKey, parseSshSignature, SSH_NAMESPACE, type SshSignature } from "./signing/sshsig.js";
export { formUnits, type Unit } from "./staffing/unit.js";
export type { HatAttempt, OnAttempt } from "./staffing/hat.js";
export { type Bundle, bundlePlaces, roleOfFile } from "./verify/bundle.js";
export { checkWording } from "./verify/check-wording.js";
export { DEFAULT_OPEN_HOURS } from "./verify/commitment-checks.js";
export type { TrustedKey, VerifyOptions } from "./verify/evidence.js";
export {
  type CheckName,
  checkNames,
  type CheckResult,
  type CheckStatus,
  type Cosigned,
  type EventNote,
  type Finding,
  type Order,
  type Presence,
  type SignerStanding,
  type SignerStatus,
  type VerificationReport,
  type Verdict,
  type VerdictNotes,
} from "./verify/report.js";
export { type Examination, examineDraw, verifyDraw } from "./verify/verify.js";
export {
  explainAllocation,
  explainObject,
  explainPerson,
  type HatExplanation,
  type ObjectExplanation,
  type PersonExplanation,
  rankCell,
  type RankedObject,
  type TaskExplanation,
  type TaskOutcome,
} from "./verify/explain.js";
export {
  type AllocatedTask,
  allocateTask,
  closeLottery,
  type DrawnTask,
  drawTasks,
  objectLabel,
  openLottery,
  type TicketLottery,
} from "./lottery/lottery.js";
export { demandsOf, mergeDemands } from "./plan/requirement.js";
export type { Allocation } from "./lottery/allocate.js";
export { type Division, TaskDivider } from "./pool/divide.js";
export {
  combineObjects,
  countCombinations,
  type DecidingColumns,
  listDecidingColumns,
  listNamedIds,
} from "./pool/combinations.js";
export { CodedColumn, type CodedField } from "./registry/coded-column.js";
export { indexHistory } from "./pool/history-index.js";
export type { countObjects } from "./pool/check-pool.js";
