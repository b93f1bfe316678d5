import type { Wording } from "./wording.js";

/** Faults of what happens after a draw: replacement, void, correction, direct assignment, release. */
export const eventWording = {
  "event-after-void": {
    level: "error",
    en: ["the draw was voided before this event", "nothing but a correction or the release can follow"],
    zh: ["抽取已在此前作废", "此后只能更正或公开"],
  },
  "event-no-visit": {
    level: "error",
    en: ["this object is not visited, or not any more", "give the id of an object that is to be visited"],
    zh: ["此对象不在（或已不在）检查名单中", "请填写名单中的对象编号"],
  },
  "event-no-slot": {
    level: "error",
    en: ["this person does not hold this slot of the visit", "look up slot and person in the list of teams"],
    zh: ["此人不在该席位上", "请在检查组名单中核对席位和人员"],
  },
  "event-nothing-open": {
    level: "error",
    en: [
      "nothing of this visit is left to direct assignment",
      "people are assigned directly only where the draw could not send a team",
    ],
    zh: ["此户没有须直接委派的事项", "只有抽取无法配齐人员时才可直接委派"],
  },
  "event-too-many": {
    level: "error",
    en: [
      "more people than this visit has open places of their kind",
      "assign no more than the plan asks for",
    ],
    zh: ["所派人数多于此户空缺的席位", "直接委派不得多于计划要求的人数"],
  },
  "event-person-barred": {
    level: "error",
    en: [
      "this person may not inspect this object: unknown, in the team already, recused, without a licence, or a helper",
      "assign somebody else",
    ],
    zh: ["此人不得检查此户：名录库中没有、已在检查组、须回避、执法证无效或为辅助人员", "请委派他人"],
  },
  "event-chain": {
    level: "error",
    en: ["the event does not follow on the one before: {field}", "take the files from the archive again"],
    zh: ["后续事项与前一项不衔接：{field}", "请从档案重新取得文件"],
  },
  "event-reason": {
    level: "error",
    en: ["expected one of these reasons: {codes}", "choose one; `other` needs a text"],
    zh: ["原因代码应为：{codes}", "请选择其一；other须写明原因"],
  },
  "event-before-record": {
    level: "error",
    en: ["there is no record yet: only a void can precede the draw", "draw first"],
    zh: ["尚无抽取记录：抽取之前只能作废", "请先抽取"],
  },
  "event-clock": {
    level: "error",
    en: ["this computer's clock ({now}) is behind the statement before ({before})", "set the clock"],
    zh: ["本机时钟（{now}）早于前一文件的时间（{before}）", "请校准时钟"],
  },
  "list-sealed": {
    level: "error",
    en: [
      "the list of this draw is sealed and was not released",
      "publish digests and totals without --html; after the visits run: dualdraw release",
    ],
    zh: [
      "本次抽取的名单仍在封存，尚未公开",
      "不加 --html 只公布摘要和总数；检查结束后先运行 dualdraw release",
    ],
  },
  "release-early": {
    level: "error",
    en: [
      "the list is sealed until the visits are over ({to}), today is {today}",
      "release it on a later day; until then publish digests with: dualdraw publish",
    ],
    zh: ["名单封存至检查结束（{to}），今天是{today}", "请在此后公开；在此之前用 dualdraw publish 公布摘要"],
  },
} as const satisfies Record<string, Wording>;
