import {
  type Checkpoint,
  parseCheckpoint,
  parseNote,
  refuse,
  showText,
  type Verdict,
} from "../../core/index.js";
import { readArchive } from "../../node/archive/archive.js";
import type { ArchiveCheckResult, ArchiveFinding, ArchiveReport } from "../../node/archive/verify/report.js";
import { verifyArchive } from "../../node/archive/verify/verify-archive.js";
import { readBytes } from "../../node/disk/read-file.js";
import { readTrustedKeys } from "../../node/keys/trusted-keys.js";
import { toChinese } from "../../forms/chinese-findings.js";
import { wordFinding } from "../../forms/verdict.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { markCheck, printHidden } from "../terminal/findings.js";
import { startProgress } from "../terminal/progress.js";
import { archiveCheckWording, archivePhraseInChinese } from "./check-names.js";
import { formatState, today } from "./keep-commands.js";
import { printHead, readKey } from "./witness-commands.js";

/** What a reader of an archive brings from outside. */
export interface ArchiveVerifyOptions {
  readonly trust?: readonly string[];
  readonly checkpoint?: string;
  readonly expect?: string;
  readonly brief?: boolean;
  readonly archiveKey?: string;
  /** Compute every draw again. */
  readonly draws?: boolean;
}

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  valid: EXIT.done,
  invalid: EXIT.invalid,
  incomplete: EXIT.incomplete,
};
const SHOWN = 10;

/** A checkpoint from a file, or from paper as `SIZE:ROOT`. Throws `checkpoint-form`. */
function readExpected(path: string, { checkpoint, expect }: ArchiveVerifyOptions): Checkpoint | undefined {
  if (checkpoint !== undefined) {
    const note = parseNote(readBytes(checkpoint));
    return (note && parseCheckpoint(note.text)) ?? refuse("checkpoint-form", {}, { file: checkpoint });
  }
  if (expect === undefined) return undefined;
  const [, size = "", root = ""] = /^\s*(\d{1,15})\s*[:：]([0-9a-fA-F\s]+)$/.exec(expect) ?? [];
  const hex = root.replace(/\s/g, "").toLowerCase();
  if (hex.length !== 64) refuse("checkpoint-form", {}, {}, expect);
  return { origin: readArchive(path).origin, size: Number(size), root: hex };
}

/** Verifies an archive for a command, with a progress bar. */
export function verifyForCommand(
  console: Console,
  path: string,
  options: ArchiveVerifyOptions,
): ArchiveReport {
  const expected = readExpected(path, options);
  let progress: ReturnType<typeof startProgress> | undefined;
  const report = verifyArchive(path, {
    trusted: (options.trust ?? []).flatMap(readTrustedKeys),
    today: today(),
    ...(options.archiveKey === undefined ? {} : { archiveKey: readKey(options.archiveKey) }),
    recompute: options.draws === true,
    ...(expected === undefined ? {} : { expected }),
    onDraw: (_, draws) => {
      progress ??= startProgress(console, draws);
      progress.onProgress(1);
    },
  });
  progress?.finish();
  return report;
}

function archiveToChinese(phrase: string): string {
  const chinese = archivePhraseInChinese(phrase);
  return chinese === phrase ? toChinese(phrase) : chinese;
}

/** One finding in one line, with the number of its draw. */
export function formatArchiveFinding(console: Console, finding: ArchiveFinding): string {
  const { draw, file, at } = finding;
  const number = draw === undefined || draw === 0 ? [] : [console.say(`第${draw}号`, `draw ${draw}`)];
  const place = [...number, file, at].filter((part) => part !== undefined && part !== "").join(" ");
  return wordFinding(finding, place, console.language, archiveToChinese);
}

function printCheck(console: Console, { check, status, findings, count, reasons }: ArchiveCheckResult): void {
  console.print(`${markCheck(console, status)}  ${check}: ${console.say(...archiveCheckWording[check])}`);
  for (const reason of reasons.slice(0, SHOWN))
    console.print(`        ${console.say(archivePhraseInChinese(reason), reason)}`);
  for (const finding of findings.slice(0, SHOWN))
    console.print(`        ${formatArchiveFinding(console, finding)}`);
  printHidden(console, count - Math.min(SHOWN, findings.length));
}

const VERDICTS: Readonly<Record<Verdict, readonly [zh: string, en: string]>> = {
  valid: ["有效：每个字节都与日志和清单一致", "valid: every byte is what the log and the manifests say"],
  invalid: ["无效：见上面标“不符”的检查", "invalid: see the checks marked FAIL"],
  incomplete: [
    "不完整：没有发现不符，但有内容未能检查",
    "incomplete: nothing failed, but something could not be checked",
  ],
};

/** True if something from outside was compared: else whoever can write the archive could have written another one. */
function isAnchored(
  { cosignatures }: ArchiveReport,
  { checkpoint, expect, archiveKey }: ArchiveVerifyOptions,
): boolean {
  return (
    [checkpoint, expect, archiveKey].some((given) => given !== undefined) ||
    cosignatures.some(({ pinned }) => pinned)
  );
}

function printReport(console: Console, report: ArchiveReport, options: ArchiveVerifyOptions): void {
  const brief = options.brief === true;
  for (const result of report.checks)
    if (!brief || result.status === "fail" || result.status === "skipped") printCheck(console, result);
  for (const state of report.states)
    if (state.stage === "open" || state.overdue) console.print(formatState(console, state));
  for (const { name, at, size, pinned } of report.cosignatures.slice(-SHOWN))
    console.print(
      console.say(
        `会签：${showText(name)}，${at}，${size}条${pinned ? "" : "（密钥未钉定）"}`,
        `cosigned: ${showText(name)}, ${at}, ${size} leaves${pinned ? "" : " (key not pinned)"}`,
      ),
    );
  printHead(console, { origin: report.origin, ...report.head });
  if (report.publicKey !== undefined)
    console.print(console.say(`档案库公钥：${report.publicKey}`, `the archive's key: ${report.publicKey}`));
  if (report.affected.length > 0)
    console.print(
      console.say(
        `受影响的抽取：第${report.affected.join("、")}号`,
        `draws affected: ${report.affected.join(", ")}`,
      ),
    );
  console.print(
    console.say(
      `共${report.draws}次抽取，读取${report.files}个文件、${report.bytes}字节`,
      `${report.draws} draws, ${report.files} files and ${report.bytes} bytes read`,
    ),
  );
  const [zh, en] = VERDICTS[report.verdict];
  console.print(`${console.say("档案库：", "archive: ")}${console.say(zh, en)}`);
  if (report.verdict === "valid" && !isAnchored(report, options))
    console.print(
      console.say(
        "  仅为自洽：没有与外部的检查点、档案库公钥或见证人会签比较（--expect、--archive-key、--trust）",
        "  consistent in itself only: compared with no checkpoint, key or witness from outside (--expect, --archive-key, --trust)",
      ),
    );
}

/** `dualdraw archive verify ARCHIVE` */
export function runArchiveVerify(console: Console, path: string, options: ArchiveVerifyOptions): ExitCode {
  const report = verifyForCommand(console, path, options);
  if (console.json) console.print(JSON.stringify(report));
  else printReport(console, report, options);
  return EXIT_OF[report.verdict];
}
