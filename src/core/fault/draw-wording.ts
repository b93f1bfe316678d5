import type { Wording } from "./wording.js";

/** Faults that show when a plan meets its registries, each with the numbers. */
export const drawWording = {
  "scope-value-unmatched": {
    level: "warning",
    en: [
      "no row has this value; found {found}",
      "correct the value: a scope that matches nothing narrows the draw",
    ],
    zh: ["没有任何对象取此值，名录库中有：{found}", "请核对：对不上的范围会缩小抽取"],
  },
  "pool-empty": {
    level: "error",
    en: [
      "no object can be drawn: {base} of {rows} rows are in scope, none is eligible",
      "widen the scope or the exclusions",
    ],
    zh: ["没有可抽取的对象：{rows}行中{base}个在范围内，均不可抽", "放宽范围或排除条件"],
  },
  "tier-missing": {
    level: "error",
    en: [
      "task {task}: objects with this cell key match no row of the tier table",
      'add a row, or one with "*"',
    ],
    zh: ["任务{task}：此分层的对象在分级表中没有对应行", "补上一行，或用“*”行"],
  },
  "tiers-empty": {
    level: "warning",
    en: ['{count} objects have no risk or credit tier and match only "*"', "fill in the tiers"],
    zh: ["{count}个对象没有风险或信用等级，只能匹配“*”", "请补填等级"],
  },
  "cells-small": {
    level: "warning",
    en: [
      "{count} cells hold fewer than {least} objects",
      "whether such a cell is drawn is a matter of chance, as printed",
    ],
    zh: ["{count}个分层少于{least}个对象", "此类分层是否抽中按所列概率而定"],
  },
  "task-small": {
    level: "warning",
    en: [
      "a general task with {count} objects in scope, fewer than {least}",
      "it is named in the freeze report and beside the verdict: even one firm is a large share",
    ],
    zh: [
      "一般检查任务范围内只有{count}户，少于{least}户",
      "将在封存报告和核验结论中注明：抽一户也占很大比例",
    ],
  },
  "item-risk-ambiguous": {
    level: "error",
    en: [
      "the tier table asks for the item risk, and the items of this task differ in it",
      "set itemRisk in the task",
    ],
    zh: ["分级表用到事项风险，但本任务各事项风险不一", "请在任务中写明itemRisk"],
  },
  "exempt-unknown": {
    level: "error",
    en: ["no object has this id (task {task})", "correct the id or remove the exemption"],
    zh: ["名录库中没有此编号的对象（任务{task}）", "改正编号或删除该项豁免"],
  },
  "history-after-window": {
    level: "warning",
    en: ["{count} history rows are dated after {from} and are ignored", "check their dates"],
    zh: ["{count}行历史记录晚于{from}，不予考虑", "请核对日期"],
  },
  "ceiling-exceeded": {
    level: "error",
    en: [
      "{requested} objects asked for, at most {allowed} allowed ({ceiling} of {base})",
      "lower the ratios, set bound to at-most, or make the task key",
    ],
    zh: [
      "要求抽取{requested}户，上限{allowed}户（{base}户的{ceiling}）",
      "降低比例、将bound设为at-most，或改为重点检查任务",
    ],
  },
  "floor-missed": {
    level: "error",
    en: [
      "{meant} objects meant, at least {needed} needed ({floor} of {base})",
      "raise the ratios or the total",
    ],
    zh: ["计划抽取{meant}户，至少应为{needed}户（{base}户的{floor}）", "提高比例或总数"],
  },
  "certain-above-total": {
    level: "error",
    en: [
      "cells of ratio 100% hold {certain} objects, the total is {requested}",
      "raise the total or lower those ratios",
    ],
    zh: ["100%抽取的分层共{certain}户，总数只有{requested}户", "提高总数或降低这些比例"],
  },
  "total-unreachable": {
    level: "warning",
    en: [
      "{requested} objects asked for, {target} can be drawn",
      "the shortfall is recorded; relax the exclusions if it is not meant",
    ],
    zh: ["要求抽取{requested}户，只有{target}户可抽", "差额将记入记录；如非有意，请放宽排除条件"],
  },
  "cell-never-drawn": {
    level: "warning",
    en: [
      "task {task}: probability 0 for {objects} objects",
      "no firm should be safe from inspection without a legal ground",
    ],
    zh: ["任务{task}：{objects}户被抽概率为0", "无法定理由不应有对象永不被抽"],
  },
  "cell-always-drawn": {
    level: "warning",
    en: [
      "task {task}: probability 1 for {objects} objects, which the plan does not say as 100%",
      "check flags and total",
    ],
    zh: ["任务{task}：{objects}户必被抽中，而计划并未写明100%", "请核对flags和总数"],
  },
  "requirement-unfillable": {
    level: "error",
    en: [
      "task {task}: {count} people or groups needed, {found} found in the registry",
      "train or borrow people, change the team, or provide for direct assignment with its basis",
    ],
    zh: [
      "任务{task}：需{count}人（组），名录库中符合的只有{found}人（组）",
      "补充人员、调整要求，或写明直接委派依据",
    ],
  },
  "requirement-unfillable-direct": {
    level: "warning",
    en: [
      "task {task}: {count} people or groups needed, {found} found; these visits go to direct assignment",
      "check whether the requirement is meant",
    ],
    zh: [
      "任务{task}：需{count}人（组），符合的只有{found}人（组）；相关检查将直接委派",
      "请核对该要求是否属实",
    ],
  },
  "groups-few": {
    level: "warning",
    en: [
      "task {task}: {found} groups meet this, expected at least {least}",
      "form more groups: from so few it is known beforehand who comes",
    ],
    zh: [
      "任务{task}：符合此要求的检查小组只有{found}个，至少应有{least}个",
      "请增设小组：小组太少，事先就知道谁来",
    ],
  },
  "load-differs": {
    level: "warning",
    en: ["已承担 says {entered}, the history {counted}", "the entered number counts"],
    zh: ["已承担填{entered}，历史记录为{counted}", "以填写数为准"],
  },
} as const satisfies Record<string, Wording>;
