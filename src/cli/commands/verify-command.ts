import {
  type CheckResult,
  checkNames,
  checkWording,
  type Presence,
  refuse,
  verifyDraw,
  type VerificationReport,
  type Verdict,
  type VerifyOptions,
} from "../../core/index.js";
import {
  placeOfFinding,
  wordFinding,
  wordNotes,
  wordOrder,
  wordPresence,
  wordSkipped,
  wordVerdict,
} from "../../forms/verdict.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { BYTES_IN_MEMORY } from "../../node/draw/frozen-draw.js";
import { nodeSha256, readBundle } from "../../node/draw/draw-directory.js";
import { frameRowsIn } from "../../node/draw/earlier-draws.js";
import { requireFrames } from "../../node/draw/frozen-draw.js";
import { readTrustedKeys } from "../../node/keys/trusted-keys.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { markCheck, printHidden } from "../terminal/findings.js";
import { groupDigest } from "../terminal/hints.js";
import { startProgress } from "../terminal/progress.js";

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  valid: EXIT.done,
  invalid: EXIT.invalid,
  incomplete: EXIT.incomplete,
};
const SHOWN_FINDINGS = 5;

/** What a reader brings from outside, and how much is printed. */
export interface VerifyCommandOptions {
  readonly trust?: readonly string[];
  readonly expectCommitment?: string;
  readonly expectRecord?: string;
  readonly expectDice?: string;
  readonly previous?: string;
  /** Failed checks alone. */
  readonly brief?: boolean;
}

function printCheck(console: Console, { check, status, findings, reason }: CheckResult): void {
  const words = reason === undefined ? "" : wordSkipped(reason, console.language);
  const note = words === "" ? "" : console.say(`（${words}）`, ` (${words})`);
  console.print(`${markCheck(console, status)}  ${check}: ${checkWording[check][console.language]}${note}`);
  for (const finding of findings.slice(0, SHOWN_FINDINGS))
    console.print(`        ${wordFinding(finding, placeOfFinding(finding), console.language)}`);
  printHidden(console, findings.length - SHOWN_FINDINGS);
}

function printPresence(console: Console, presence: Presence): void {
  console.print(
    presence.signers.length === 0
      ? console.say("在场：名册为空", "presence: the roster is empty")
      : console.say("在场：", "presence:"),
  );
  for (const line of wordPresence(presence, console.language)) console.print(`  ${line}`);
}

/** A digest as people copy it: in groups, in either case. Throws `digest-form` for anything else. */
function readDigest(text: string | undefined): string | undefined {
  const digest = text?.replace(/\s/g, "").toLowerCase();
  if (digest !== undefined && !/^[0-9a-f]{64}$/.test(digest)) refuse("digest-form", {}, {}, text);
  return digest;
}

function readPrevious(directory: string): NonNullable<VerifyOptions["previous"]> {
  const { commitment, bytes } = readCommitment(directory);
  requireFrames(directory, commitment);
  return { commitment: nodeSha256(bytes), frames: frameRowsIn(directory) };
}

function formOptions(options: VerifyCommandOptions): VerifyOptions {
  const commitment = readDigest(options.expectCommitment);
  const record = readDigest(options.expectRecord);
  const dice = options.expectDice;
  const { previous, trust = [] } = options;
  return {
    sha256: nodeSha256,
    trusted: trust.flatMap(readTrustedKeys),
    expected: {
      ...(commitment === undefined ? {} : { commitment }),
      ...(record === undefined ? {} : { record }),
      ...(dice === undefined ? {} : { dice }),
    },
    ...(previous === undefined ? {} : { previous: readPrevious(previous) }),
  };
}

function printReport(console: Console, report: VerificationReport, brief: boolean): void {
  for (const result of report.checks)
    if (!brief || result.status === "fail" || result.status === "skipped") printCheck(console, result);
  if (report.commitment !== undefined)
    console.print(`${console.say("封存摘要", "commitment")}  ${groupDigest(report.commitment)}`);
  if (report.record !== undefined)
    console.print(`${console.say("记录摘要", "record    ")}  ${groupDigest(report.record)}`);
  const { language } = console;
  console.print(`${console.say("名单：", "list: ")}${wordVerdict(report.verdict, language)}`);
  console.print(`${console.say("次序：", "order: ")}${wordOrder(report.order, language)}`);
  printPresence(console, report.presence);
  if (report.notes !== undefined) for (const line of wordNotes(report.notes, language)) console.print(line);
}

/** `dualdraw verify DIR` */
export function runVerify(console: Console, directory: string, options: VerifyCommandOptions = {}): ExitCode {
  const progress = startProgress(console, checkNames.length);
  const given = formOptions(options);
  const report = verifyDraw(readBundle(directory, BYTES_IN_MEMORY), given, () => progress.onProgress(1));
  progress.finish();
  if (console.json) console.print(JSON.stringify(report));
  else printReport(console, report, options.brief === true);
  return EXIT_OF[report.verdict];
}
