import { encodeJson, type Verdict, wordReason } from "../../core/index.js";
import {
  type ArchiveReportPage,
  type ArchiveReportProperty,
  formatArchiveReport,
} from "../../forms/archive-report.js";
import { wordInstant } from "../../forms/wording.js";
import type { DrawState } from "../../node/archive/draw-state.js";
import type { ArchiveCheck, ArchiveCheckResult, ArchiveReport } from "../../node/archive/verify/report.js";
import { writePublicFolder } from "../../node/draw/publish.js";
import { version } from "../installed.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { archiveCheckWording, archivePhraseInChinese } from "./check-names.js";
import { wordStage } from "./keep-commands.js";
import {
  type ArchiveVerifyOptions,
  formatArchiveFinding,
  verifyForCommand,
} from "./verify-archive-command.js";

interface PropertyWords {
  readonly name: string;
  readonly question: string;
  readonly checks: readonly ArchiveCheck[];
  readonly byHand: readonly string[];
}

/** The four properties for which electronic files are tested before they are taken over (DA/T 70—2018), and the checks that speak for each. */
const PROPERTIES: readonly PropertyWords[] = [
  {
    name: "一、真实性",
    question: "内容、签名和先后次序是否就是当时形成的，事后有没有改动、调换或补造。",
    checks: [
      "keys",
      "log-leaves",
      "log-tree",
      "checkpoints",
      "cosignatures",
      "commitment-places",
      "committed-files",
      "draws",
      "expected",
    ],
    byHand: [
      "取任意一份当年打印、由见证人保存的检查点，用 archive verify --expect 核对。",
      "核对见证人公钥的来源，用 --trust 姓名=公钥 钉定后重新检测。",
    ],
  },
  {
    name: "二、完整性",
    question: "每次抽取的文件是否齐全，编号有无缺号，有没有多出或丢失的文件。",
    checks: ["archive-form", "draw-numbers", "bags", "statements-logged", "index", "interrupted"],
    byHand: [
      "核对纸质记录单、密封纸与本库各号是否一一对应。",
      "核对“已封存未抽取”和“逾期未公开”的各号是否有说明。",
    ],
  },
  {
    name: "三、可用性",
    question: "今后不用本软件能否读懂、能否核验。",
    checks: ["readers"],
    byHand: [
      "抽取任意一号，按 readers 中 docs/archive.md 的步骤，只用 sha256sum 和 openssl 核验。",
      "打开附件（扫描件、照片、录音录像），确认能够显示、播放；必要时转换为长期保存格式，另存并登记。",
    ],
  },
  {
    name: "四、安全性",
    question: "密钥、重复抽取和封存内容有无异常，介质和病毒由档案人员检查。",
    checks: ["revoked-keys", "draw-once"],
    byHand: [
      "用杀毒软件检查全部附件；本程序不检查病毒。",
      "封存部分（sealed）只给有权限的人员；公开副本用 archive export --public 生成。",
      "至少两份异地、异质介质备份，每年用 archive verify 重读一次。",
    ],
  },
];

const OUTCOMES = { pass: "通过", fail: "不符", skipped: "未能检测", absent: "不适用" } as const;
const VERDICTS: Readonly<Record<Verdict, string>> = {
  valid: "合格：未发现任何不符",
  invalid: "不合格：有不符之处，见下",
  incomplete: "不完整：未发现不符，但有内容未能检测，见下",
};

function describeRow(console: Console, result: ArchiveCheckResult): ArchiveReportProperty["rows"][number] {
  const { check, status, findings, reasons, count } = result;
  const details = [
    ...reasons.map(archivePhraseInChinese),
    ...findings.map((finding) => formatArchiveFinding(console, finding)),
  ];
  const more = count > findings.length ? [`另有${count - findings.length}处`] : [];
  return {
    check,
    wording: archiveCheckWording[check][0],
    outcome: OUTCOMES[status],
    details: [...details, ...more],
  };
}

function wordState(console: Console, { stage, overdue, late, voidReason }: DrawState): string {
  const marks = [
    overdue ? "逾期未公开" : "",
    late ? "补归档" : "",
    voidReason === undefined ? "" : wordReason(voidReason, "zh"),
  ];
  return [wordStage(console, stage), ...marks.filter((mark) => mark !== "")].join("；");
}

function formPage(console: Console, report: ArchiveReport, madeAt: string): ArchiveReportPage {
  const { origin, verdict, head, signed, cosignatures, files, bytes, states } = report;
  const last = cosignatures.at(-1);
  return {
    origin,
    verdict: VERDICTS[verdict],
    madeAt: wordInstant(madeAt),
    program: `dualdraw ${version}`,
    facts: [
      ["规模", `${report.draws}次抽取，日志${head.size}条；读取${files}个文件、${bytes}字节`],
      ["日志根", head.root],
      ["签名检查点", signed === undefined ? "无" : `${signed.size}条`],
      [
        "最近会签",
        last === undefined
          ? "无"
          : `${last.name}${last.pinned ? "" : "（自称，密钥未钉定）"}，${wordInstant(last.at)}，${last.size}条`,
      ],
    ],
    properties: PROPERTIES.map(({ name, question, checks, byHand }) => ({
      name,
      question,
      byHand,
      rows: report.checks
        .filter(({ check }) => checks.includes(check))
        .map((result) => describeRow(console, result)),
    })),
    draws: states.map((state) => [
      state.draw,
      state.id,
      state.title,
      state.claimedTime.slice(0, 10),
      wordState(console, state),
      state.leaves,
    ]),
  };
}

/** `dualdraw archive report ARCHIVE -o OUT`: the four properties as a page to sign, and as JSON. */
export async function runArchiveReport(
  console: Console,
  path: string,
  options: ArchiveVerifyOptions & { readonly output: string },
): Promise<ExitCode> {
  const report = verifyForCommand(console, path, { ...options, draws: true });
  const madeAt = `${new Date().toISOString().slice(0, 19)}Z`;
  // The page is for a Chinese archive, whatever language the terminal speaks.
  const chinese: Console = { ...console, language: "zh", say: (zh) => zh };
  const page = formatArchiveReport(formPage(chinese, report, madeAt));
  const files = new Map([
    ["report.html", Buffer.from(page) as Uint8Array],
    [
      "report.json",
      encodeJson({ schema: "dualdraw/archive-report/v1", madeAt, program: `dualdraw ${version}`, report }),
    ],
  ]);
  await writePublicFolder(options.output, files);
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/archive-report/v1",
        verdict: report.verdict,
        output: options.output,
      }),
    );
  else
    console.print(
      console.say(
        `${VERDICTS[report.verdict]}：${options.output}/report.html、report.json`,
        `${report.verdict}: ${options.output}/report.html, report.json`,
      ),
    );
  return { valid: EXIT.done, invalid: EXIT.invalid, incomplete: EXIT.incomplete }[report.verdict];
}
