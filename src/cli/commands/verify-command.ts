import {
  type CheckResult,
  checkNames,
  checkWording,
  formatFractionText,
  type Order,
  type Presence,
  refuse,
  showText,
  type SignerStanding,
  verifyDraw,
  type VerificationReport,
  type Verdict,
  type VerdictNotes,
  type VerifyOptions,
  wordReason,
} from "../../core/index.js";
import { ROLE_NAMES } from "../../forms/wording.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { nodeSha256, readBundle } from "../../node/draw/draw-directory.js";
import { readFrames } from "../../node/draw/frozen-draw.js";
import { readTrustedKeys } from "../../node/keys/trusted-keys.js";
import { toChinese } from "../terminal/chinese-findings.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { formatFinding, markCheck, printHidden } from "../terminal/findings.js";
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
  const note = reason === undefined ? "" : console.say(`（${toChinese(reason)}）`, ` (${reason})`);
  console.print(`${markCheck(console, status)}  ${check}: ${checkWording[check][console.language]}${note}`);
  for (const finding of findings.slice(0, SHOWN_FINDINGS)) {
    const place = [finding.file, finding.at].filter((part) => part !== undefined && part !== "").join(" ");
    console.print(`        ${formatFinding(console, finding, place, toChinese)}`);
  }
  printHidden(console, findings.length - SHOWN_FINDINGS);
}

const VERDICTS: Readonly<Record<Verdict, readonly [zh: string, en: string]>> = {
  valid: [
    "有效：名单由这些文件、该种子和计划得出",
    "valid: the list follows from these files, this seed and the plan",
  ],
  invalid: ["无效：见上面标“不符”的检查", "invalid: see the checks marked FAIL"],
  incomplete: [
    "不完整：没有发现不符，但有检查未能进行",
    "incomplete: nothing failed, but something could not be checked",
  ],
};

function formatOrder(console: Console, { grade, witnesses, cosigned }: Order): string {
  if (cosigned !== undefined) {
    const { name, at, before, round } = cosigned;
    return console.say(
      `已证明：${showText(name)}于${at}会签了含本次封存的档案库检查点，早于${before}发布的信标第${round}轮`,
      `proven: ${showText(name)} cosigned a checkpoint of the archive that holds the commitment at ${at}, before round ${round} of the beacon, published at ${before}`,
    );
  }
  const names = witnesses.map(showText).join(console.say("、", ", "));
  return grade === "witnessed"
    ? console.say(
        `有见证：${names}以您按姓名钉定的密钥签署：先有封存，后有开种`,
        `witnessed: ${names} says so, with a key that you pinned by name: commitment first, opening after`,
      )
    : console.say(
        "仅为自称：没有您按姓名钉定密钥的必到见证人签署封存和开种",
        "asserted: no required witness with a key that you pinned by name signed commitment and opening",
      );
}

function formatSigner(console: Console, signer: SignerStanding): string {
  const { name, role, status, required, attested, reservation = "", scan, signed, contributed } = signer;
  const words = {
    attributable: ["可归属", "attributable"],
    "self-consistent": ["仅自洽", "self-consistent only"],
    paper:
      scan === undefined
        ? ["纸面签名，操作员代录，无扫描件", "on paper, entered by the operator, no scan"]
        : ["纸面签名，操作员代录", "on paper, entered by the operator"],
    missing: [required ? "缺（须到场）" : "无", required ? "missing, required" : "nothing"],
  } as const;
  const [zh, en] = words[status];
  const parts = [console.say(zh, en)];
  if (status === "missing" && contributed)
    parts.push(console.say("但录入了此人名下的数值", "although a value was entered in this name"));
  if (signed.length > 0) parts.push(signed.join(", "));
  if (attested === "present") parts.push(console.say("在场无异议", "present"));
  if (attested === "reservation")
    parts.push(console.say(`异议：${showText(reservation)}`, `reservation: ${showText(reservation)}`));
  if (scan !== undefined) parts.push(`${showText(scan.name)} sha256 ${scan.sha256}`);
  const inRole = console.say(`（${ROLE_NAMES[role] ?? showText(role)}）：`, ` (${showText(role)}): `);
  return `  ${showText(name)}${inRole}${parts.join(console.say("；", "; "))}`;
}

function printPresence(console: Console, { signers, unknownSignatures, voids }: Presence): void {
  console.print(
    signers.length === 0
      ? console.say("在场：名册为空", "presence: the roster is empty")
      : console.say("在场：", "presence:"),
  );
  for (const signer of signers) console.print(formatSigner(console, signer));
  if (unknownSignatures > 0)
    console.print(
      console.say(
        `  另有${unknownSignatures}个签名不属于名册中的任何人，不计`,
        `  ${unknownSignatures} signatures of nobody in the roster, not counted`,
      ),
    );
  for (const { draw, reason, withheld, commitment } of voids)
    console.print(
      console.say(
        `  同一任务此前作废：${showText(draw)}（${wordReason(reason, "zh")}${withheld.length > 0 ? `：${showText(withheld.join("、"))}` : ""}），封存摘要 ${commitment}`,
        `  voided before: ${showText(draw)} (${wordReason(reason, "en")}${withheld.length > 0 ? `: ${showText(withheld.join(", "))}` : ""}), commitment ${commitment}`,
      ),
    );
}

function printEvents(console: Console, { events, voided }: VerdictNotes): void {
  for (const { number, kind, reason, text, about, confirmed } of events)
    console.print(
      console.say(
        `后续事项${number}：${kind} ${showText(about)}，${wordReason(reason, "zh")}${text === "" ? "" : `：${showText(text)}`}（${confirmed ? "您钉定的见证人已会签" : "未经您钉定的见证人会签"}）`,
        `event ${number}: ${kind} ${showText(about)}, ${wordReason(reason, "en")}${text === "" ? "" : `: ${showText(text)}`} (${confirmed ? "countersigned" : "unconfirmed: no required witness whom you pinned signed"})`,
      ),
    );
  if (voided)
    console.print(console.say("本次抽取已作废，名单不作数", "this draw was voided: the list counts no more"));
}

function printNotes(console: Console, notes: VerdictNotes): void {
  const { visits, direct, smallTasks } = notes;
  const share = formatFractionText(`${direct}/${Math.max(1, visits)}`);
  console.print(
    console.say(
      `直接委派：${visits}户中${direct}户（${share}）`,
      `direct assignment: ${direct} of ${visits} visits (${share})`,
    ),
  );
  printEvents(console, notes);
  if (smallTasks.length === 0) return;
  const names = smallTasks.map(showText).join(console.say("、", ", "));
  console.print(
    console.say(
      `范围内不足5户的一般检查任务：${names}`,
      `general tasks with fewer than 5 objects in scope: ${names}`,
    ),
  );
}

/** A digest as people copy it: in groups, in either case. Throws `digest-form` for anything else. */
function readDigest(text: string | undefined): string | undefined {
  const digest = text?.replace(/\s/g, "").toLowerCase();
  if (digest !== undefined && !/^[0-9a-f]{64}$/.test(digest)) refuse("digest-form", {}, {}, text);
  return digest;
}

function readPrevious(directory: string): NonNullable<VerifyOptions["previous"]> {
  const { commitment, bytes } = readCommitment(directory);
  return { commitment: nodeSha256(bytes), frames: readFrames(directory, commitment) };
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
  const [zh, en] = VERDICTS[report.verdict];
  console.print(`${console.say("名单：", "list: ")}${console.say(zh, en)}`);
  console.print(`${console.say("次序：", "order: ")}${formatOrder(console, report.order)}`);
  printPresence(console, report.presence);
  if (report.notes !== undefined) printNotes(console, report.notes);
}

/** `dualdraw verify DIR` */
export function runVerify(console: Console, directory: string, options: VerifyCommandOptions = {}): ExitCode {
  const progress = startProgress(console, checkNames.length);
  const given = formOptions(options);
  const report = verifyDraw(readBundle(directory), given, () => progress.onProgress(1));
  progress.finish();
  if (console.json) console.print(JSON.stringify(report));
  else printReport(console, report, options.brief === true);
  return EXIT_OF[report.verdict];
}
