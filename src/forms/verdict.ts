import {
  type CheckStatus,
  type EarlierVoid,
  type EventNote,
  type Finding,
  formatFault,
  formatFractionText,
  type Language,
  type Order,
  type Presence,
  showText,
  type SignerStanding,
  type Verdict,
  type VerdictNotes,
  wordReason,
} from "../core/index.js";
import { toChinese } from "./chinese-findings.js";
import { ROLE_NAMES } from "./wording.js";

type Say = (zh: string, en: string) => string;

function speak(language: Language): Say {
  return (zh, en) => (language === "zh" ? zh : en);
}

const MARKS: Readonly<Record<CheckStatus, readonly [zh: string, en: string]>> = {
  pass: ["通过", "pass"],
  fail: ["不符", "FAIL"],
  skipped: ["未查", "skipped"],
  absent: ["不含", "absent"],
};

/** The status of a check in a word. */
export function wordStatus(status: CheckStatus, language: Language): string {
  return speak(language)(...MARKS[status]);
}

/** Why a check could not run. */
export function wordSkipped(reason: string, language: Language): string {
  return showText(speak(language)(toChinese(reason), reason));
}

/**
 * One finding in one line: where, what was expected, what was found.
 *
 * @param translate the Chinese of the verifier's phrases; values stay as they are
 */
export function wordFinding(
  { expected, found, fault }: Finding,
  place: string,
  language: Language,
  translate: (phrase: string) => string = toChinese,
): string {
  if (fault !== undefined) return formatFault(fault, language);
  const say = speak(language);
  const local = (text: string): string => showText(say(translate(text), text));
  const parts: string[] = [];
  if (expected !== undefined) parts.push(say(`应为 ${local(expected)}`, `expected ${local(expected)}`));
  if (found !== undefined) parts.push(say(`实为 ${local(found)}`, `found ${local(found)}`));
  const sentence = parts.join(say("，", ", "));
  return [showText(place), sentence].filter((part) => part !== "").join(say("：", ": "));
}

/** File and place of a finding in one text. */
export function placeOfFinding({ file, at }: Finding): string {
  return [file, at].filter((part) => part !== undefined && part !== "").join(" ");
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

/** The first line of a verdict. */
export function wordVerdict(verdict: Verdict, language: Language): string {
  return speak(language)(...VERDICTS[verdict]);
}

/** The second line of a verdict. */
export function wordOrder({ grade, witnesses, cosigned }: Order, language: Language): string {
  const say = speak(language);
  if (cosigned !== undefined) {
    const { name, at, before, round } = cosigned;
    return say(
      `已证明：${showText(name)}于${at}会签了含本次封存的档案库检查点，早于${before}发布的信标第${round}轮`,
      `proven: ${showText(name)} cosigned a checkpoint of the archive that holds the commitment at ${at}, before round ${round} of the beacon, published at ${before}`,
    );
  }
  const names = witnesses.map(showText).join(say("、", ", "));
  return grade === "witnessed"
    ? say(
        `有见证：${names}以您按姓名钉定的密钥签署：先有封存，后有开种`,
        `witnessed: ${names} says so, with a key that you pinned by name: commitment first, opening after`,
      )
    : say(
        "仅为自称：没有您按姓名钉定密钥的必到见证人签署封存和开种",
        "asserted: no required witness with a key that you pinned by name signed commitment and opening",
      );
}

function wordSigner(signer: SignerStanding, language: Language): string {
  const say = speak(language);
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
  const parts = [say(zh, en)];
  if (status === "missing" && contributed)
    parts.push(say("但录入了此人名下的数值", "although a value was entered in this name"));
  if (signed.length > 0) parts.push(signed.join(", "));
  if (attested === "present") parts.push(say("在场无异议", "present"));
  if (attested === "reservation")
    parts.push(say(`异议：${showText(reservation)}`, `reservation: ${showText(reservation)}`));
  if (scan !== undefined) parts.push(`${showText(scan.name)} sha256 ${scan.sha256}`);
  const inRole = say(`（${ROLE_NAMES[role] ?? showText(role)}）：`, ` (${showText(role)}): `);
  return `${showText(name)}${inRole}${parts.join(say("；", "; "))}`;
}

function wordVoid({ draw, reason, withheld, commitment }: EarlierVoid, language: Language): string {
  const who = withheld.length === 0 ? "" : showText(withheld.join(", "));
  const why = wordReason(reason, language);
  return speak(language)(
    `同一任务此前作废：${showText(draw)}（${who === "" ? why : `${why}：${who}`}），封存摘要 ${commitment}`,
    `voided before: ${showText(draw)} (${who === "" ? why : `${why}: ${who}`}), commitment ${commitment}`,
  );
}

/** The third line of a verdict: a line for everybody in the roster, for strangers' signatures and for earlier voids. */
export function wordPresence({ signers, unknownSignatures, voids }: Presence, language: Language): string[] {
  const unknown = speak(language)(
    `另有${unknownSignatures}个签名不属于名册中的任何人，不计`,
    `${unknownSignatures} signatures of nobody in the roster, not counted`,
  );
  return [
    ...signers.map((signer) => wordSigner(signer, language)),
    ...(unknownSignatures > 0 ? [unknown] : []),
    ...voids.map((earlier) => wordVoid(earlier, language)),
  ];
}

function wordEvent({ number, kind, reason, text, about, confirmed }: EventNote, language: Language): string {
  const why = wordReason(reason, language);
  const full = text === "" ? why : `${why}${language === "zh" ? "：" : ": "}${showText(text)}`;
  return speak(language)(
    `后续事项${number}：${kind} ${showText(about)}，${full}（${confirmed ? "您钉定的见证人已会签" : "未经您钉定的见证人会签"}）`,
    `event ${number}: ${kind} ${showText(about)}, ${full} (${confirmed ? "countersigned" : "unconfirmed: no required witness whom you pinned signed"})`,
  );
}

/** What stands beside a verdict, a line each. */
export function wordNotes(
  { visits, direct, smallTasks, events, voided }: VerdictNotes,
  language: Language,
): string[] {
  const say = speak(language);
  const share = formatFractionText(`${direct}/${Math.max(1, visits)}`);
  const names = smallTasks.map(showText).join(say("、", ", "));
  return [
    say(
      `直接委派：${visits}户中${direct}户（${share}）`,
      `direct assignment: ${direct} of ${visits} visits (${share})`,
    ),
    ...events.map((event) => wordEvent(event, language)),
    ...(voided ? [say("本次抽取已作废，名单不作数", "this draw was voided: the list counts no more")] : []),
    ...(smallTasks.length === 0
      ? []
      : [
          say(
            `范围内不足5户的一般检查任务：${names}`,
            `general tasks with fewer than 5 objects in scope: ${names}`,
          ),
        ]),
  ];
}
