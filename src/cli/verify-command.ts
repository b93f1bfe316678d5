import {
  type CheckResult,
  checkNames,
  checkWording,
  type Finding,
  formatFault,
  formatFractionText,
  showText,
  verifyDraw,
  type Verdict,
  type VerdictNotes,
} from "../core/index.js";
import { nodeSha256, readBundle } from "../node/draw-directory.js";
import { toChinese } from "./chinese-findings.js";
import type { Console } from "./console.js";
import { groupDigest } from "./draw-commands.js";
import { EXIT, type ExitCode } from "./exit.js";
import { startProgress } from "./progress.js";

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  valid: EXIT.done,
  invalid: EXIT.invalid,
  incomplete: EXIT.incomplete,
};
const SHOWN_FINDINGS = 5;

function formatFinding({ file, at, expected, found, fault }: Finding, console: Console): string {
  if (fault !== undefined) return formatFault(fault, console.language);
  const local = (text: string): string => showText(console.say(toChinese(text), text));
  const place = [file, at].filter((part) => part !== undefined && part !== "").join(" ");
  const parts: string[] = [];
  if (expected !== undefined)
    parts.push(console.say(`应为 ${local(expected)}`, `expected ${local(expected)}`));
  if (found !== undefined) parts.push(console.say(`实为 ${local(found)}`, `found ${local(found)}`));
  const sentence = parts.join(console.say("，", ", "));
  return [showText(place), sentence].filter((part) => part !== "").join(console.say("：", ": "));
}

function printCheck(console: Console, { check, status, findings, reason }: CheckResult): void {
  const marks = {
    pass: ["通过", "pass"],
    fail: ["不符", "FAIL"],
    skipped: ["未查", "skipped"],
    absent: ["不含", "absent"],
  } as const;
  const [zh, en] = marks[status];
  const mark = console.say(zh, en.padEnd(7));
  const note = reason === undefined ? "" : console.say(`（${toChinese(reason)}）`, ` (${reason})`);
  console.print(`${mark}  ${check}: ${checkWording[check][console.language]}${note}`);
  for (const finding of findings.slice(0, SHOWN_FINDINGS))
    console.print(`        ${formatFinding(finding, console)}`);
  if (findings.length > SHOWN_FINDINGS)
    console.print(
      console.say(
        `        另有${findings.length - SHOWN_FINDINGS}处`,
        `        and ${findings.length - SHOWN_FINDINGS} more`,
      ),
    );
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

function printNotes(console: Console, { visits, direct, smallTasks }: VerdictNotes): void {
  const share = formatFractionText(`${direct}/${Math.max(1, visits)}`);
  console.print(
    console.say(
      `直接委派：${visits}户中${direct}户（${share}）`,
      `direct assignment: ${direct} of ${visits} visits (${share})`,
    ),
  );
  if (smallTasks.length === 0) return;
  const names = smallTasks.join(console.say("、", ", "));
  console.print(
    console.say(
      `范围内不足5户的一般检查任务：${names}`,
      `general tasks with fewer than 5 objects in scope: ${names}`,
    ),
  );
}

/** `dualdraw verify DIR` */
export function runVerify(console: Console, directory: string): ExitCode {
  const progress = startProgress(console, checkNames.length);
  const report = verifyDraw(readBundle(directory), nodeSha256, () => progress.onProgress(1));
  progress.finish();
  if (console.json) {
    console.print(JSON.stringify(report));
    return EXIT_OF[report.verdict];
  }
  for (const result of report.checks) printCheck(console, result);
  if (report.commitment !== undefined)
    console.print(`${console.say("封存摘要", "commitment")}  ${groupDigest(report.commitment)}`);
  if (report.record !== undefined)
    console.print(`${console.say("记录摘要", "record    ")}  ${groupDigest(report.record)}`);
  console.print(
    `${console.say("名单：", "list: ")}${console.say(VERDICTS[report.verdict][0], VERDICTS[report.verdict][1])}`,
  );
  if (report.notes !== undefined) printNotes(console, report.notes);
  console.print(
    console.say(
      "（未钉定公钥：签名只说明文件自身一致，不说明是谁签的）",
      "(no key was pinned: signatures show self-consistency, not who signed)",
    ),
  );
  return EXIT_OF[report.verdict];
}
