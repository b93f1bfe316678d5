import { join } from "node:path";
import {
  applyEvents,
  type Commitment,
  type Contribution,
  dayInChina,
  chainHead,
  type DrawEvent,
  encodeJson,
  EventDesk,
  type EvidenceFile,
  type EventOutcome,
  eventName,
  type EventReason,
  type EventRequest,
  FaultList,
  isSealed,
  parseStatement,
  type RecordStatement,
  reasonCodesOf,
  refuse,
  refuseErrors,
  type Signer,
  type Standing,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { keepAttachment } from "./attachments.js";
import { readCommitment, requireRosteredKey } from "./commitment-file.js";
import { nodeSha256, writeStatement } from "./draw-directory.js";
import { withDrawLock } from "../disk/lock.js";
import { SEALED } from "../disk/durable-write.js";
import { describeEvidence, filesOf, readBytesIfAny, type ReadFile } from "../disk/read-file.js";
import { type FrozenDraw, readFrozenDraw } from "./frozen-draw.js";

/** The events of a draw in order, and the digest of the last one. */
export function readEventFiles(read: ReadFile): { events: DrawEvent[]; last: string | undefined } {
  const events: DrawEvent[] = [];
  let last: string | undefined;
  for (let number = 1; ; number++) {
    const file = statementFile(eventName(number));
    const bytes = read(file);
    if (bytes === undefined) return { events, last };
    const faults = new FaultList();
    const event = parseStatement("event", bytes, faults, file);
    refuseErrors(faults);
    events.push(event as DrawEvent);
    last = nodeSha256(bytes);
  }
}

/** {@link readEventFiles} of a draw directory. */
export function readEvents(directory: string): ReturnType<typeof readEventFiles> {
  return readEventFiles(filesOf(directory));
}

/** Refuses a step of a draw that counts no more. */
export function requireNotVoided(directory: string): void {
  if (readEvents(directory).events.some(({ kind }) => kind === "void"))
    refuse("draw-voided", {}, { file: directory });
}

/** A recorded draw with everything that happened to it since. */
export interface StandingDraw {
  readonly frozen: FrozenDraw;
  readonly record: RecordStatement;
  readonly recordDigest: string;
  readonly events: readonly DrawEvent[];
  readonly last: string | undefined;
  readonly desk: EventDesk;
  readonly standing: Standing;
}

/** Reads a recorded draw and applies its events. Throws `event-before-record` where nothing was drawn yet. */
export function readStandingDraw(directory: string): StandingDraw {
  const bytes = readBytesIfAny(join(directory, "record.json"));
  if (bytes === undefined) return refuse("event-before-record", {}, { file: directory });
  const frozen = readFrozenDraw(directory);
  const faults = new FaultList();
  const record = parseStatement("record", bytes, faults) as RecordStatement;
  refuseErrors(faults);
  const { events, last } = readEvents(directory);
  const desk = new EventDesk(frozen.preparation, record);
  const standing = applyEvents(desk, events, faults);
  refuseErrors(faults);
  return { frozen, record, recordDigest: nodeSha256(bytes), events, last, desk, standing };
}

/** What is to be recorded. */
export interface EventInput {
  readonly request: EventRequest;
  readonly reason: EventReason;
  /** Files whose digests are kept: letters, photos, scans. */
  readonly evidence: readonly string[];
}

/** What recording an event needs from outside. */
export interface EventOptions {
  readonly signer: Signer | undefined;
  readonly now: Date;
}

/** An event that was recorded. */
export interface RecordedEvent {
  readonly name: StatementName;
  readonly event: DrawEvent;
  readonly outcome: EventOutcome;
}

function checkReason({ request, reason }: EventInput): void {
  const codes = reasonCodesOf(request.kind);
  const known = (codes as string[]).includes(reason.code);
  if (!known || (reason.code === "other" && reason.text.trim() === ""))
    refuse("event-reason", { codes: codes.join(", ") }, {}, reason.code);
}

function checkRelease({ plan }: Commitment, reason: EventReason, voided: boolean, now: string): void {
  if (reason.code === "voided" && voided) return;
  const { to } = plan.visitWindow;
  const today = dayInChina(now) ?? "";
  if (isSealed(plan) && today <= to) refuse("release-early", { to, today });
}

interface Context {
  readonly commitment: Commitment;
  readonly commitmentDigest: string;
  readonly recordDigest: string | undefined;
  readonly events: readonly DrawEvent[];
  readonly last: string | undefined;
  readonly outcome: EventOutcome;
}

/** The outcome of a request on the draw as it stands; before the draw only a void is possible. */
function prepareEvent(directory: string, request: EventRequest): Context {
  const { commitment, bytes } = readCommitment(directory);
  const commitmentDigest = nodeSha256(bytes);
  if (readBytesIfAny(join(directory, "record.json")) === undefined) {
    if (request.kind !== "void") refuse("event-before-record", {}, { file: directory });
    requireNotVoided(directory);
    const outcome = { visits: [], shortfall: [] };
    return { commitment, commitmentDigest, recordDigest: undefined, ...readEvents(directory), outcome };
  }
  const { desk, standing, recordDigest, events, last } = readStandingDraw(directory);
  const applied = desk.apply(standing, request);
  if ("code" in applied) return refuse(applied.code, {}, {}, applied.value);
  return { commitment, commitmentDigest, recordDigest, events, last, outcome: applied.outcome };
}

/**
 * Records what happened after the freeze: computes its outcome by the rules, chains it to the event before, signs and writes it. Throws
 * an `event-…` fault where the rules refuse it; then nothing is written.
 */
export function recordEvent(
  directory: string,
  input: EventInput,
  { signer, now }: EventOptions,
): RecordedEvent {
  return withDrawLock(directory, () => {
    checkReason(input);
    const context = prepareEvent(directory, input.request);
    const { commitment, commitmentDigest, recordDigest, events, last, outcome } = context;
    requireRosteredKey(commitment, signer);
    const claimedTime = `${now.toISOString().slice(0, 19)}Z`;
    const before = events.at(-1)?.claimedTime ?? commitment.claimedTime;
    if (claimedTime < before) refuse("event-clock", { before, now: claimedTime });
    const voided = events.some(({ kind }) => kind === "void");
    if (input.request.kind === "release") checkRelease(commitment, input.reason, voided, claimedTime);
    const record = recordDigest === undefined ? {} : { record: recordDigest };
    const changesVisits = ["replace-object", "replace-person", "direct"].includes(input.request.kind);
    const event = {
      schema: "dualdraw/event/v1",
      number: events.length + 1,
      previous: chainHead({ commitment: commitmentDigest, ...record }, last),
      commitment: commitmentDigest,
      ...record,
      claimedTime,
      reason: input.reason,
      evidence: input.evidence.map(describeEvidence),
      ...input.request,
      ...(changesVisits ? { outcome } : {}),
    } as DrawEvent;
    const name = eventName(event.number);
    input.evidence.forEach((path, i) => keepAttachment(directory, path, event.evidence[i] as EvidenceFile));
    writeStatement(directory, name, encodeJson(event), signer, SEALED);
    return { name, event, outcome };
  });
}

/** What a void carries of a draw that was broken off: the values that were known, and none of a finished opening. */
export function knownContributions(
  entered: readonly (Contribution | undefined)[],
  secret: string | undefined,
): Contribution[] {
  const known = entered.filter((value) => value !== undefined);
  if (known.length === 0 || secret === undefined || known.some(({ kind }) => kind === "secret")) return known;
  return [{ kind: "secret", value: secret }, ...known];
}
