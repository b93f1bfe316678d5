import type { Wording } from "./wording.js";

/** Faults of statements and contributions. */
export const recordWording = {
  "json-value": {
    level: "error",
    en: [
      "expected text, true, false, a whole number up to 2^53 − 1, a list or an object, got {found} at {at}",
      "remove it",
    ],
    zh: ["应为文本、布尔、不超过2^53−1的整数、列表或对象，{at}处为{found}", "请改正"],
  },
  "secret-wrong": {
    level: "error",
    en: ["the secret is not the one that was committed", "take it from the sealed sheet"],
    zh: ["秘密与封存时承诺的不符", "请用密封纸上的秘密"],
  },
  "witness-value-wrong": {
    level: "error",
    en: [
      "the value is not the one that was committed ({source})",
      "ask the witness for the value that was made before the freeze",
    ],
    zh: ["数值与封存时承诺的不符（{source}）", "请该见证人提供封存前生成的数值"],
  },
  "words-spelling": {
    level: "error",
    en: [
      "expected 1 to 64 visible characters without spaces or full-width letters ({source})",
      "write it again",
    ],
    zh: ["应为1至64个可见字符，不含空格和全角字母（{source}）", "请重新填写"],
  },
  "dice-spelling": {
    level: "error",
    en: [
      "expected {count} throws of {sides}-sided dice: ten sides as digits without separators, others as numbers joined by -",
      "enter the throws again",
    ],
    zh: ["应为{count}次{sides}面骰：十面骰连写数字，其余用-连接", "请重新录入"],
  },
  "contribution-missing": {
    level: "error",
    en: [
      "no value for the source {source}",
      "there is no replacement for an absent source: complete it or void the commitment",
    ],
    zh: ["缺少种子来源的值：{source}", "缺席的来源不能替代：请补齐，或作废本次封存"],
  },
  "contribution-unknown": {
    level: "error",
    en: ["the commitment has no such source, or a value was entered twice", "remove it"],
    zh: ["封存中没有此来源，或重复录入", "请删除"],
  },
  "statement-form": {
    level: "error",
    en: [
      "not a canonical {kind} statement: {reason}",
      "take the file from the archive again; statements are never edited",
    ],
    zh: ["不是规范的{kind}文件：{reason}", "请从档案重新取得；文件不得改动"],
  },
  "frame-changed": {
    level: "error",
    en: ["the file differs from the one that was frozen", "take it from the archive again, or freeze anew"],
    zh: ["文件与封存时不同", "请从档案重新取得，或重新封存"],
  },
  "window-started": {
    level: "error",
    en: ["the visits begin on {from}, today is {today}: a draw must be frozen before", "change visitWindow"],
    zh: ["检查自{from}开始，今天是{today}：须在此前封存", "请改visitWindow"],
  },
  "opening-late": {
    level: "error",
    en: [
      "the commitment is {hours} hours old, expected an opening within {limit} hours",
      "freeze anew, or set openWithinHours in the plan before the freeze",
    ],
    zh: ["封存已过{hours}小时，应在{limit}小时内开种", "请重新封存，或在封存前于计划中设openWithinHours"],
  },
  "clock-behind": {
    level: "error",
    en: ["this computer's clock ({now}) is behind the commitment ({commitment})", "set the clock"],
    zh: ["本机时钟（{now}）早于封存时间（{commitment}）", "请校准时钟"],
  },
  "sources-absent": {
    level: "error",
    en: ["the plan has no sources: it can be rehearsed, not drawn officially", "add sources to the plan"],
    zh: ["计划没有种子来源：只能演练，不能正式抽取", "请在计划中补上sources"],
  },
  "id-not-found": {
    level: "error",
    en: ["neither an object nor a person of this draw has this id or name", "check the spelling"],
    zh: ["本次抽取中没有此编号或名称的对象或人员", "请核对"],
  },
} as const satisfies Record<string, Wording>;
