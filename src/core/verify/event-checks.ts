import { reasonCodesOf } from "../event/reasons.js";
import { FaultList } from "../fault/fault-list.js";
import { chainHead, type DrawEvent } from "../record/events.js";
import { eventName, statementFile, type StatementName } from "../record/statement-name.js";
import { parseInstant } from "../text/dates.js";
import type { Evidence } from "./evidence.js";
import { absent, findingsOf, type Outcome, same, skipped } from "./outcome.js";
import type { Finding } from "./report.js";
import { checkSignedByOperator } from "./signing-checks.js";

const NONE = "no events in this copy";

/** Reads the events; each stands under its number. */
export function checkEventForm(evidence: Evidence): Outcome {
  const files = evidence.filesIn("events");
  if (files.length === 0) return absent(NONE);
  return files.flatMap((file): readonly Finding[] => {
    const number = /^events\/([0-9]{3})\.json$/.exec(file)?.[1];
    if (number === undefined) return [{ file, expected: "events/NNN.json" }];
    const name = eventName(Number(number));
    const outcome = evidence.read<StatementName, "event">(name, (value) =>
      evidence.events.push({ name, value }),
    );
    return "status" in outcome ? [] : outcome;
  });
}

function checkLink(
  name: StatementName,
  event: DrawEvent,
  expected: object,
  before: string,
  faults: FaultList,
): void {
  const file = statementFile(name);
  const [difference] = same(expected, {
    name,
    number: event.number,
    previous: event.previous,
    commitment: event.commitment,
    record: event.record ?? "",
  });
  if (difference !== undefined)
    faults.add("event-chain", { file, at: difference.at ?? "" }, undefined, { field: difference.at ?? "" });
  const [then, now] = [parseInstant(before) ?? 0, parseInstant(event.claimedTime)];
  if (now === undefined || now < then)
    faults.add("event-clock", { file }, undefined, { before, now: event.claimedTime });
  const codes = reasonCodesOf(event.kind);
  const { code, text } = event.reason;
  if (!(codes as string[]).includes(code) || (code === "other" && text.trim() === ""))
    faults.add("event-reason", { file }, code, { codes: codes.join(", ") });
}

/** Every event follows on the one before: number, digest, draw, time; and gives one of the coded reasons. */
export function checkEventChain(evidence: Evidence): Outcome {
  const { events, commitment } = evidence;
  if (events.length === 0) return absent(NONE);
  const digest = evidence.digestOf("commitment.json");
  if (commitment === undefined || digest === undefined) return skipped("needs commitment-form");
  const record = evidence.digestOf("record.json");
  const faults = new FaultList();
  let last: string | undefined;
  let before = commitment.claimedTime;
  events.forEach(({ name, value }, i) => {
    // A void before the draw names no record, and no record may follow it.
    const start = { commitment: digest, ...(record === undefined ? {} : { record }) };
    const expected = {
      // A file under another number would leave a gap that nobody sees.
      name: eventName(i + 1),
      number: i + 1,
      previous: chainHead(start, last),
      commitment: digest,
      record: record ?? "",
    };
    checkLink(name, value, expected, before, faults);
    last = evidence.digestOf(statementFile(name));
    before = value.claimedTime;
  });
  return findingsOf(faults);
}

/** The operator signed every event. */
export function checkEventSigned(evidence: Evidence): Outcome {
  const { events } = evidence;
  if (events.length === 0) return absent(NONE);
  const outcomes = events.map(({ name }) => checkSignedByOperator(evidence, name));
  const findings = outcomes.flatMap((outcome) => ("status" in outcome ? [] : outcome));
  const open = outcomes.find((outcome) => "status" in outcome);
  return findings.length === 0 && open !== undefined ? open : findings;
}

/** Events after a void that would change visits: they are refused without any draw. */
function findLateEvents(events: Evidence["events"]): Finding[] {
  const faults = new FaultList();
  const end = events.findIndex(({ value }) => value.kind === "void");
  for (const { name, value } of end < 0 ? [] : events.slice(end + 1))
    if (value.kind !== "correct" && value.kind !== "release")
      faults.add("event-after-void", { file: statementFile(name) }, value.kind);
  return findingsOf(faults);
}

/** Every event states the outcome that the rules give. */
export function checkEventOutcome(evidence: Evidence): Outcome {
  const { events } = evidence;
  const needDraw = events.some(({ value }) => value.record !== undefined);
  if (evidence.record !== undefined && evidence.lists !== undefined) {
    const findings = evidence.applyEvents(same);
    return events.length === 0 ? absent(NONE) : findings;
  }
  if (events.length === 0) return absent(NONE);
  const late = findLateEvents(events);
  return needDraw && late.length === 0 ? skipped("needs plan-rules and record-form") : late;
}
