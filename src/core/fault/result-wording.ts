import type { Wording } from "./wording.js";

/** Faults of results, their publication and the feedback from them. */
export const resultWording = {
  "draw-unknown": {
    level: "error",
    en: ["no such draw in the workspace; there are {known}", "correct its number"],
    zh: ["工作区没有此次抽取；现有{known}", "请改正抽取编号"],
  },
  "result-not-drawn": {
    level: "error",
    en: [
      "this object was not drawn in {draw}",
      "correct the code; what no draw ordered is entered with: result add --non-random",
    ],
    zh: ["此对象未被{draw}抽中", "请改正编号；非抽取的检查请用 result add --non-random 登记"],
  },
  "result-item-foreign": {
    level: "error",
    en: ["the items of this visit to {object} are {items}", "correct 事项编码"],
    zh: ["对{object}的检查事项为{items}", "请改正事项编码"],
  },
  "result-person-foreign": {
    level: "error",
    en: [
      "this person was not sent; {people} were",
      "correct the licence number, or record the replacement first",
    ],
    zh: ["此人未被派往；派往的是{people}", "请改正执法证号，或先登记替换"],
  },
  "result-department": {
    level: "error",
    en: ["the item {item} is inspected by {subject}: who inspects enters", "hand the row to that department"],
    zh: ["事项{item}由{subject}检查：谁检查、谁录入", "请由该部门填报"],
  },
  "result-entered-by": {
    level: "error",
    en: [
      "this is nobody of {department}: who inspects enters",
      "enter the licence number of somebody of that department",
    ],
    zh: ["此人不是{department}的人员：谁检查、谁录入", "请填写该部门人员的执法证号"],
  },
  "day-in-future": {
    level: "error",
    en: ["after today ({today})", "correct the date"],
    zh: ["晚于今天（{today}）", "请改正日期"],
  },
  "result-before-draw": {
    level: "error",
    en: ["before the draw ({drawn}): the draw comes first", "correct the date"],
    zh: ["早于抽取（{drawn}）：应先抽取后检查", "请改正日期"],
  },
  "result-outside-window": {
    level: "warning",
    en: ["outside the planned days {from} to {to}", "correct the date, or explain it"],
    zh: ["不在计划的检查期间（{from}至{to}）", "请核对日期或说明原因"],
  },
  "code-year": {
    level: "error",
    en: ["this code is not in use in {year}; there are {choices}", "use a code of that year"],
    zh: ["该代码在{year}年度不适用；可用的有{choices}", "请使用该年度的代码"],
  },
  "result-problem-missing": {
    level: "error",
    en: ["a problem was found and is not described", "enter 问题描述"],
    zh: ["发现问题而没有描述", "请填写问题描述"],
  },
  "result-unreachable": {
    level: "error",
    en: [
      "who cannot be reached at the registered address is reported for the list of abnormal operations",
      "choose that follow-up",
    ],
    zh: ["通过登记的住所无法联系的，应移交经营异常名录线索", "请选择该项后续处置"],
  },
  "result-transfer-missing": {
    level: "error",
    en: ["a transfer needs the office, the document and the day", "enter 移送单位, 移送文书 and 移送日期"],
    zh: ["移送须有移送单位、文书和日期", "请填写移送单位、移送文书和移送日期"],
  },
  "result-transfer-unasked": {
    level: "error",
    en: ["an office is named, and the follow-up is no transfer", "correct 后续处置"],
    zh: ["填写了移送单位，而后续处置不是移送", "请改正后续处置"],
  },
  "result-refusal-reason": {
    level: "error",
    en: ["nobody signed, and no reason is given", "enter 拒签原因"],
    zh: ["拒绝签字而没有注明原因", "请填写拒签原因"],
  },
  "result-refusal-witness": {
    level: "warning",
    en: ["nobody signed, and nobody witnessed it", "enter 见证人 where there was one"],
    zh: ["拒绝签字而没有见证人", "如有见证人请填写"],
  },
  "result-unconfirmed": {
    level: "error",
    en: ["nobody was there to sign, and the object was found", "choose 签字, 盖章 or 拒绝签字"],
    zh: ["找到了检查对象，却无人到场确认", "请选择签字、盖章或拒绝签字"],
  },
  "result-origin-missing": {
    level: "error",
    en: ["an inspection that no draw ordered needs its origin", "enter 非随机来源"],
    zh: ["非随机检查须注明来源", "请填写非随机来源"],
  },
  "result-origin-unasked": {
    level: "error",
    en: ["the object was drawn: no other origin", "leave 非随机来源 empty"],
    zh: ["此对象系抽取产生，不应填写其他来源", "请清空非随机来源"],
  },
  "result-known": {
    level: "error",
    en: [
      "entered already as no. {number} ({known})",
      "if it was wrong, enter why in 更正原因: the earlier entry stays",
    ],
    zh: ["已登记为第{number}条（{known}）", "如登记有误，请填写更正原因：原记录保留"],
  },
  "result-superseded": {
    level: "warning",
    en: [
      "entered before as no. {number} and corrected since: passed over",
      "bring the file up to the correction",
    ],
    zh: ["曾登记为第{number}条，后已更正：本行略过", "请按更正后的内容修改文件"],
  },
  "correction-nothing": {
    level: "error",
    en: ["nothing was entered that this could correct", "leave 更正原因 empty"],
    zh: ["没有可更正的记录", "请清空更正原因"],
  },
  "correction-ambiguous": {
    level: "error",
    en: ["several entries could be meant: {numbers}", "begin 更正原因 with the number, such as 第3条"],
    zh: ["可能更正的有{numbers}", "请在更正原因开头写明第几条，如“第3条”"],
  },
  "result-row-repeated": {
    level: "error",
    en: ["this object and item stand twice in the file (line {line})", "remove one of the rows"],
    zh: ["同一对象同一事项在文件中重复（第{line}行）", "请删除其一"],
  },
  "result-draw-voided": {
    level: "error",
    en: [
      "the draw {draw} was voided: its list counts no more",
      "enter results of the draw that was made instead",
    ],
    zh: ["{draw}已作废，名单不作数", "请填报重新抽取的结果"],
  },
  "result-other-commitment": {
    level: "error",
    en: [
      "the results of {draw} were entered for another commitment",
      "restore the draw or its results from the archive",
    ],
    zh: ["{draw}的结果台账对应另一次封存", "请从档案恢复抽取或结果台账"],
  },
  "nothing-to-publish": {
    level: "error",
    en: ["no entered result waits for its publication", "enter results first: dualdraw result add"],
    zh: ["没有待公示的结果", "请先运行：dualdraw result add"],
  },
  "proposal-decided": {
    level: "error",
    en: [
      "decided already as no. {number} of the register, otherwise",
      "a decision stays; change the registry itself",
    ],
    zh: ["已决定（台账第{number}条），与此不同", "决定不再更改；如需变动请直接修改名录库"],
  },
  "proposal-repeated": {
    level: "error",
    en: ["this proposal stands twice in the file (line {line})", "remove one of the rows"],
    zh: ["同一建议在文件中重复（第{line}行）", "请删除其一"],
  },
  "feedback-overtaken": {
    level: "warning",
    en: [
      "decided from {from} to {to}; the registry says {found} by now and was left as it is",
      "check the object",
    ],
    zh: ["已决定由{from}改为{to}，而名录库现为{found}，未作改动", "请核对该对象"],
  },
  "register-known": {
    level: "error",
    en: [
      "entered already, for {known}",
      "if it was wrong, say why with --correction: the earlier entry stays",
    ],
    zh: ["已登记，日期为{known}", "如登记有误，请用 --correction 说明更正原因：原记录保留"],
  },
  "register-nothing": {
    level: "error",
    en: ["nothing was entered that this could correct", "leave out --correction"],
    zh: ["没有可更正的登记", "请去掉 --correction"],
  },
  "penalty-unknown": {
    level: "error",
    en: ["no entered result names this document; there are {known}", "correct it, or enter the result first"],
    zh: ["已录入的结果中没有此文书；现有{known}", "请改正文书，或先录入结果"],
  },
  "proposal-other": {
    level: "error",
    en: ["no such proposal, or the registry changed since", "propose again: dualdraw feedback propose"],
    zh: ["没有此建议，或名录库已变动", "请重新运行：dualdraw feedback propose"],
  },
  "feedback-nothing": {
    level: "error",
    en: ["no published result waits for its feedback", "publish results first: dualdraw result publish"],
    zh: ["没有待反馈的已公示结果", "请先运行：dualdraw result publish"],
  },
} as const satisfies Record<string, Wording>;
