import { existsSync } from "node:fs";
import { join } from "node:path";
import { eventName, labelOf, refuse, showText, type EventRequest } from "../../core/index.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { readEntered, readSecret } from "../../node/draw/contributions.js";
import { nodeSha256, readStep } from "../../node/draw/draw-directory.js";
import { knownContributions, recordEvent, type RecordedEvent } from "../../node/draw/events.js";
import { archivedStep } from "../archive/archived-step.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { groupDigest } from "../terminal/hints.js";
import { openOptionalSigner, type SigningOptions } from "../terminal/passphrase.js";

/** Options of every command that records an event. */
export interface EventCommandOptions extends SigningOptions {
  readonly reason: string;
  readonly text?: string;
  readonly evidence?: readonly string[];
}

function printOutcome(console: Console, directory: string, { event, outcome, name }: RecordedEvent): void {
  const digest = nodeSha256(readStep(directory, `events/${name.slice("event-".length)}.json`, "dualdraw"));
  if (console.json) {
    console.print(
      JSON.stringify({ schema: "dualdraw/event-command/v1", number: event.number, digest, outcome }),
    );
    return;
  }
  console.print(console.say(`已记载第${event.number}项后续事项`, `recorded event ${event.number}`));
  for (const { object, tasks, team, unfilled, position } of outcome.visits) {
    const people = team.map(({ inspector }) => showText(inspector)).join(console.say("、", ", "));
    console.print(
      console.say(
        `  第${position}户 ${showText(object)}（${tasks.join("；")}）：${people}${unfilled.length > 0 ? `；席位${unfilled.join("、")}须直接委派` : ""}`,
        `  visit ${position} ${showText(object)} (${tasks.join("; ")}): ${people}${unfilled.length > 0 ? `; slots ${unfilled.join(", ")} go to direct assignment` : ""}`,
      ),
    );
  }
  for (const task of outcome.shortfall)
    console.print(
      console.say(
        `  任务${task}已无候补，少检查一户`,
        `  task ${task} has no reserve left: a shortfall of one`,
      ),
    );
  console.print(`  ${groupDigest(digest)}`);
  console.print(
    console.say(
      `请必须到场的见证人会签：dualdraw sign request ${directory} ${eventName(event.number)} -o FILE`,
      `to be countersigned by a required witness: dualdraw sign request ${directory} ${eventName(event.number)} -o FILE`,
    ),
  );
}

async function record(
  console: Console,
  directory: string,
  request: EventRequest,
  options: EventCommandOptions,
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  const { reason, text = "", evidence = [] } = options;
  const input = { request, reason: { code: reason, text }, evidence };
  const recorded = archivedStep(console, directory, signer, () =>
    recordEvent(directory, input, { signer, now: new Date() }),
  );
  printOutcome(console, directory, recorded);
  return EXIT.done;
}

/** `dualdraw replace object DIR ID` */
export function runReplaceObject(
  console: Console,
  directory: string,
  object: string,
  options: EventCommandOptions,
): Promise<ExitCode> {
  return record(console, directory, { kind: "replace-object", object }, options);
}

/** `dualdraw replace person DIR OBJECT SLOT ID` */
export function runReplacePerson(
  console: Console,
  directory: string,
  object: string,
  slot: number,
  inspector: string,
  options: EventCommandOptions,
): Promise<ExitCode> {
  return record(console, directory, { kind: "replace-person", object, slot, inspector }, options);
}

/** `dualdraw void DIR`: with what was known of a draw that was broken off, and who withheld the rest. */
export function runVoid(
  console: Console,
  directory: string,
  options: EventCommandOptions & { readonly withheld?: readonly string[] },
): Promise<ExitCode> {
  const { sources } = readCommitment(directory).commitment;
  const labels = sources.map((source) => (source.kind === "witness" ? source.name : source.kind));
  const withheld = options.withheld ?? [];
  for (const label of withheld)
    if (!labels.includes(label)) refuse("contribution-missing", { source: label }, {}, labels.join(", "));
  if (options.reason === "value-withheld" && withheld.length === 0)
    refuse("contribution-missing", { source: sources.map(labelOf).join(", ") });
  const opened = existsSync(join(directory, "opening.json"));
  const known = opened ? [] : knownContributions(readEntered(directory, sources), readSecret(directory));
  return record(console, directory, { kind: "void", withheld, known }, options);
}

/** `dualdraw correct DIR`: names, times, places, attachments. */
export function runCorrect(
  console: Console,
  directory: string,
  options: EventCommandOptions & {
    readonly subject: "name" | "time" | "place" | "attachment";
    readonly from: string;
    readonly to: string;
  },
): Promise<ExitCode> {
  const { subject, from, to } = options;
  return record(console, directory, { kind: "correct", subject, from, to }, options);
}

/** `dualdraw direct DIR OBJECT --inspector ID …`: people sent without a lot. */
export function runDirect(
  console: Console,
  directory: string,
  object: string,
  options: EventCommandOptions & {
    readonly inspector: readonly string[];
    readonly basis?: string;
    readonly decidedBy: string;
  },
): Promise<ExitCode> {
  const planned = readCommitment(directory).commitment.plan.direct?.basis;
  const basis = options.basis ?? planned ?? refuse("plan-field-missing", { field: "direct.basis" });
  const { inspector: inspectors, decidedBy } = options;
  return record(console, directory, { kind: "direct", object, inspectors, basis, decidedBy }, options);
}
