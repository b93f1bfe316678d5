import { showText } from "../fault/fault.js";
import type { EventKind } from "../record/events.js";

interface Reason {
  readonly kinds: readonly EventKind[];
  readonly zh: string;
  readonly en: string;
}

/** Coded reasons (原因代码) of what happens after a draw. `other` needs a text. */
const table = {
  closed: { kinds: ["replace-object"], zh: "已关闭停业或正在组织清算", en: "closed or in liquidation" },
  deregistered: { kinds: ["replace-object"], zh: "已注销", en: "deregistered" },
  revoked: { kinds: ["replace-object"], zh: "已被吊销或撤销", en: "licence revoked" },
  moved: { kinds: ["replace-object"], zh: "已迁出", en: "moved away" },
  "not-found": {
    kinds: ["replace-object"],
    zh: "通过登记的住所（经营场所）无法联系",
    en: "cannot be reached at the registered address",
  },
  merged: { kinds: ["replace-object"], zh: "已合并", en: "merged into another" },
  "not-applicable": {
    kinds: ["replace-object"],
    zh: "未开展本次抽查涉及的经营活动",
    en: "does not do what is inspected",
  },
  recused: { kinds: ["replace-person"], zh: "回避", en: "recused" },
  ill: { kinds: ["replace-person"], zh: "患病", en: "ill" },
  transferred: { kinds: ["replace-person"], zh: "调离", en: "transferred" },
  leave: { kinds: ["replace-person"], zh: "休假", en: "on leave" },
  duty: { kinds: ["replace-person"], zh: "另有公务", en: "called to other duty" },
  "licence-lost": { kinds: ["replace-person"], zh: "执法证失效", en: "licence lost" },
  "source-absent": { kinds: ["void"], zh: "种子来源缺席", en: "a seed source was absent" },
  "value-withheld": { kinds: ["void"], zh: "拒不提供种子来源的值", en: "a value was withheld" },
  "wrong-lists": { kinds: ["void"], zh: "名录库有误", en: "the registries were wrong" },
  "plan-changed": { kinds: ["void"], zh: "抽查计划调整", en: "the yearly plan was changed" },
  irregular: { kinds: ["void"], zh: "程序不合规", en: "the procedure was not followed" },
  "visits-done": { kinds: ["release"], zh: "检查已结束", en: "the visits are over" },
  voided: { kinds: ["release"], zh: "抽取已作废", en: "the draw was voided" },
  slip: { kinds: ["correct"], zh: "笔误", en: "slip of the pen" },
  addition: { kinds: ["correct"], zh: "补充附件", en: "attachment added" },
  "too-few-people": {
    kinds: ["direct"],
    zh: "执法检查人员有限，不能满足随机抽查基本条件",
    en: "too few people for a random draw",
  },
  "no-stand-in": { kinds: ["direct"], zh: "没有候补人员", en: "no stand-in left" },
  other: {
    kinds: ["replace-object", "replace-person", "void", "correct", "direct"],
    zh: "其他（须写明）",
    en: "other, in words",
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof table;

/** Codes that an event of this kind may give. */
export function reasonCodesOf(kind: EventKind): ReasonCode[] {
  return (Object.keys(table) as ReasonCode[]).filter((code) =>
    (table[code].kinds as readonly string[]).includes(kind),
  );
}

/** A reason in words; an unknown code as it is, with its control characters shown. */
export function wordReason(code: string, language: "zh" | "en"): string {
  return Object.hasOwn(table, code) ? table[code as ReasonCode][language] : showText(code);
}
