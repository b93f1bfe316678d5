import type { Preparation } from "../record/prepare.js";
import type { Commitment, DrawLists, RecordStatement } from "../record/statements.js";
import { deriveSeed } from "../seed/opening.js";
import { checkArchivePlace, checkArchiveProofs, checkAttachments, findCosigned } from "./archive-checks.js";
import { pureSha256 } from "../text/hash.js";
import type { Bundle } from "./bundle.js";
import {
  checkCells,
  checkCommittedSources,
  checkFolder,
  checkFramesDigest,
  checkFramesForm,
  checkFreezeReport,
  checkPlanFile,
  checkPlanRules,
  checkYearPlan,
} from "./commitment-checks.js";
import {
  checkBeacon,
  checkExpected,
  checkLists,
  checkOpeningCommitment,
  checkOpeningValues,
  checkRecomputed,
  checkRecordLinks,
  checkRecordSeed,
} from "./draw-checks.js";
import { checkEventChain, checkEventForm, checkEventOutcome, checkEventSigned } from "./event-checks.js";
import { Evidence, type VerifyOptions } from "./evidence.js";
import type { Outcome } from "./outcome.js";
import { concludeOrder, describeNotes, describePresence } from "./presence.js";
import {
  type CheckName,
  checkNames,
  type CheckResult,
  concludeVerdict,
  type VerificationReport,
} from "./report.js";
import {
  checkAttestationForm,
  checkAttestationLinks,
  checkAttestationSigned,
  checkRosterKeys,
  checkSignedByOperator,
} from "./signing-checks.js";

/** Told of each check before it runs. */
export type OnCheck = (check: CheckName) => void;

/** What each check does; they run in the order of {@link checkNames}. */
const steps: Readonly<Record<CheckName, (evidence: Evidence) => Outcome>> = {
  "commitment-form": (e) =>
    e.read<"commitment", "commitment">("commitment", (value) => (e.commitment = value)),
  "commitment-signed": (e) => checkSignedByOperator(e, "commitment"),
  "roster-keys": checkRosterKeys,
  "plan-file": checkPlanFile,
  "year-plan": checkYearPlan,
  "frames-digest": checkFramesDigest,
  "frames-form": checkFramesForm,
  "originals-digest": (e) => checkFolder(e, "originals", e.commitment?.originals),
  "annex-digest": (e) => checkFolder(e, "annex", e.commitment?.annex),
  "plan-rules": checkPlanRules,
  "commitment-cells": checkCells,
  "freeze-report": checkFreezeReport,
  sources: checkCommittedSources,
  "opening-form": (e) => e.read<"opening", "opening">("opening", (value) => (e.opening = value)),
  "opening-signed": (e) => checkSignedByOperator(e, "opening"),
  "opening-commitment": checkOpeningCommitment,
  "opening-values": checkOpeningValues,
  beacon: checkBeacon,
  "record-form": (e) => e.read<"record", "record">("record", (value) => (e.record = value)),
  "record-signed": (e) => checkSignedByOperator(e, "record"),
  "record-links": checkRecordLinks,
  "record-seed": checkRecordSeed,
  "record-objects": (e) => checkRecomputed(e, (lists) => lists.tasks),
  "record-visits": (e) =>
    checkRecomputed(e, (lists) =>
      lists.visits.map(({ position, batch, object, tasks }) => ({ position, batch, object, tasks })),
    ),
  "record-teams": (e) =>
    checkRecomputed(e, (lists) => lists.visits.map(({ object, team }) => ({ object, team }))),
  "record-direct": (e) => checkRecomputed(e, ({ direct, level }) => ({ direct, level })),
  lists: checkLists,
  "attestation-form": checkAttestationForm,
  "attestation-links": checkAttestationLinks,
  "attestation-signed": checkAttestationSigned,
  "event-form": checkEventForm,
  "event-chain": checkEventChain,
  "event-signed": checkEventSigned,
  "event-outcome": checkEventOutcome,
  "archive-place": checkArchivePlace,
  "archive-proofs": checkArchiveProofs,
  attachments: checkAttachments,
  expected: checkExpected,
};

function runCheck(check: CheckName, evidence: Evidence): CheckResult {
  const outcome = steps[check](evidence);
  if ("status" in outcome) return { check, status: outcome.status, findings: [], reason: outcome.reason };
  return { check, status: outcome.length === 0 ? "pass" : "fail", findings: outcome };
}

/** A verified draw, with what was recomputed on the way, as far as it could be. */
export interface Examination {
  readonly report: VerificationReport;
  readonly commitment?: Commitment;
  readonly preparation?: Preparation;
  /** The record as it should be, whatever the file says. */
  readonly recomputed?: RecordStatement;
}

/** {@link verifyDraw} for programs that go on to show the draw: tables, pictures, explanations. */
export function examineDraw(
  bundle: Bundle,
  options: VerifyOptions = {},
  onCheck: OnCheck = () => undefined,
): Examination {
  const evidence = new Evidence(bundle, options.sha256 ?? pureSha256, options);
  const report = runChecks(evidence, onCheck);
  const { commitment, preparation, lists, record } = evidence;
  return {
    report,
    ...(commitment === undefined ? {} : { commitment }),
    ...(preparation === undefined ? {} : { preparation }),
    ...(lists === undefined || record === undefined ? {} : { recomputed: recomputedRecord(evidence) }),
  };
}

function recomputedRecord(evidence: Evidence): RecordStatement {
  const opening = evidence.file("opening.json") as Uint8Array;
  return {
    ...(evidence.record as RecordStatement),
    seed: deriveSeed(opening, evidence.sha256),
    ...(evidence.lists as DrawLists),
  };
}

/**
 * Verifies a draw from its files alone: recomputes everything from frames, commitment and opening, and says in three lines whether the
 * list follows, in which order things happened, and who was present. Never throws for bad evidence; a check that cannot run is
 * reported as skipped and never reads as success.
 *
 * @param onCheck told of each check before it runs
 */
export function verifyDraw(
  bundle: Bundle,
  options: VerifyOptions = {},
  onCheck: OnCheck = () => undefined,
): VerificationReport {
  return examineDraw(bundle, options, onCheck).report;
}

function runChecks(evidence: Evidence, onCheck: OnCheck): VerificationReport {
  const checks = checkNames.map((check): CheckResult => {
    onCheck(check);
    return runCheck(check, evidence);
  });
  const digests = (["commitment", "opening", "record"] as const).map(
    (kind) => [kind, evidence.digestOf(`${kind}.json`)] as const,
  );
  const notes = describeNotes(evidence);
  const presence = describePresence(evidence);
  const verdict = concludeVerdict(checks);
  const beaconHolds = checks.some(({ check, status }) => check === "beacon" && status === "pass");
  return {
    schema: "dualdraw/verification/v1",
    verdict,
    order: concludeOrder(evidence, presence, verdict, beaconHolds ? findCosigned(evidence) : undefined),
    presence,
    ...(evidence.commitment === undefined ? {} : { draw: evidence.commitment.plan.id }),
    ...Object.fromEntries(digests.filter(([, digest]) => digest !== undefined)),
    ...(notes === undefined ? {} : { notes }),
    checks,
  };
}
