import type { Wording } from "./wording.js";

/** Faults of adjustments of a published yearly plan. */
export const adjustmentWording = {
  "adjustment-late": {
    level: "error",
    en: [
      "decided on {date}, less than {days} days before the first inspection on {start}, or after it began",
      "adjust earlier, or move the task",
    ],
    zh: ["{date}决定，距检查开始（{start}）不足{days}日，或检查已开始", "请提前调整，或推迟任务"],
  },
  "adjustment-after-draw": {
    level: "error",
    en: [
      "the task was drawn on {drawn}; this adjustment of {date} comes after its draw",
      "void the draw first, or record what happened as an event of the draw",
    ],
    zh: ["任务已于{drawn}抽取，晚于此的调整（{date}）无效", "请先作废该次抽取，或作为抽取的后续事项登记"],
  },
  "adjustment-task-unknown": {
    level: "error",
    en: ["the plan has no such task; it has {known}", "correct the number"],
    zh: ["计划没有此任务；现有{known}", "请改正任务编号"],
  },
  "adjustment-field-unknown": {
    level: "error",
    en: ["no such field; there are {known}", "correct 调整内容"],
    zh: ["没有此项内容；可调整的有{known}", "请改正调整内容"],
  },
  "adjustment-from-differs": {
    level: "error",
    en: ["the plan says {found} of {field}, not this", "correct 原值"],
    zh: ["计划中{field}为“{found}”，与此不符", "请改正原值"],
  },
  "adjustment-unpublished": {
    level: "error",
    en: [
      "the plan is not published yet: there is nothing to adjust",
      "change its row, and empty adjustments.csv",
    ],
    zh: ["计划尚未公布，不存在调整", "请直接修改任务行，并清空 adjustments.csv"],
  },
  "adjustment-task-present": {
    level: "error",
    en: ["the plan has this task already", "adjust its columns, or drop it first"],
    zh: ["计划中已有此任务", "请调整其内容，或先取消"],
  },
  "adjustment-nothing-added": {
    level: "error",
    en: ["no department's file has this new task", "write its row first"],
    zh: ["各部门文件中没有此新增任务", "请先写入该任务"],
  },
} as const satisfies Record<string, Wording>;
