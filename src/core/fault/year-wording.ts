import type { Wording } from "./wording.js";

/** Faults of a workspace: settings, calendar, item list, yearly plan and its adjustments. */
export const yearWording = {
  "cell-date": {
    level: "error",
    en: ["no such day", "write it as 2026-03-01"],
    zh: ["日期无法识别", "请写作 2026-03-01"],
  },
  "cell-number": {
    level: "error",
    en: ["expected a whole number", "correct the cell"],
    zh: ["应为整数", "请改正"],
  },
  "cell-choice": {
    level: "error",
    en: ["expected one of: {choices}", "choose one of them"],
    zh: ["应为以下之一：{choices}", "请从中选择"],
  },
  "cell-pair": {
    level: "error",
    en: ["expected name=value", "write it as A=1%、B=3%"],
    zh: ["应写作“名称=数值”", "请写作 A=1%、B=3%"],
  },
  "code-repeated": {
    level: "error",
    en: ["this code or name stands twice", "remove one of the rows"],
    zh: ["代码或名称重复", "请删除其一"],
  },
  "workspace-missing": {
    level: "error",
    en: ["no workspace here: {missing} is missing", "make one with: dualdraw init DIR"],
    zh: ["此处不是工作区：缺少{missing}", "请先运行：dualdraw init 目录"],
  },
  "document-form": {
    level: "error",
    en: ["not a valid file of this program: {reason}", "restore it from the archive or a copy"],
    zh: ["文件不符合格式：{reason}", "请从档案或备份恢复"],
  },
  "settings-form": {
    level: "error",
    en: [
      "the settings do not fit: {reason}",
      "correct settings.json; every field is explained in docs/year.md",
    ],
    zh: ["设置不符合要求：{reason}", "请改正 settings.json，各字段见 docs/year.md"],
  },
  "chain-broken": {
    level: "error",
    en: [
      "entry {number} does not follow on the one before: the file was changed by hand",
      "restore it from the archive or a copy; corrections are new entries",
    ],
    zh: ["第{number}条与前一条不衔接：文件被改动过", "请从档案或备份恢复；更正应另行登记"],
  },
  "calendar-year-unknown": {
    level: "warning",
    en: [
      "no holiday notice of {year} is known: only weekends were left out",
      "enter the holidays and shifted working days of {year} in calendar.csv",
    ],
    zh: ["没有{year}年的节假日安排：只扣除了周末", "请在 calendar.csv 中填入{year}年的节假日和调休上班日"],
  },
  "department-unknown": {
    level: "error",
    en: [
      "this department is not in the settings",
      "correct the name, or add the department to settings.json",
    ],
    zh: ["设置中没有此部门", "请改正名称，或在 settings.json 中增加此部门"],
  },
  "item-ceiling-missing": {
    level: "error",
    en: ["a general item without a ceiling of its ratio", "enter 抽查比例上限"],
    zh: ["一般检查事项没有抽查比例上限", "请填写抽查比例上限"],
  },
  "item-subject-missing": {
    level: "error",
    en: ["nobody is named who inspects this item", "enter 检查主体"],
    zh: ["没有检查主体", "请填写检查主体"],
  },
  "item-joint-alone": {
    level: "error",
    en: ["an item of the joint list with fewer than two departments", "enter 参与部门"],
    zh: ["部门联合事项的参与部门不足两个", "请填写参与部门"],
  },
  "item-review-missing": {
    level: "error",
    en: [
      "{name}: new or changed without a legal review of its own",
      "enter 法制审查人 and the new 法制审查日期",
    ],
    zh: ["{name}：新增或变动后没有法制审查", "请填写法制审查人和新的法制审查日期"],
  },
  "items-unchanged": {
    level: "error",
    en: ["the list is the published one, nothing to publish", "change items.csv first"],
    zh: ["清单与已公布的一致，无须公布", "请先修改 items.csv"],
  },
  "items-unpublished": {
    level: "error",
    en: ["no item list was published", "publish it first: dualdraw items publish DIR"],
    zh: ["尚未公布抽查事项清单", "请先运行：dualdraw items publish 目录"],
  },
  "coverage-unknown": {
    level: "warning",
    en: [
      "the number of this department's enforcement items is not in the settings",
      "enter enforcementItems",
    ],
    zh: ["设置中没有此部门的执法事项总数", "请填写 enforcementItems"],
  },
  "coverage-low": {
    level: "warning",
    en: ["{items} of {of} enforcement items are in the list, less than {share}", "add items to the list"],
    zh: ["清单覆盖执法事项{items}/{of}，低于{share}", "请增加清单事项"],
  },
  "year-files-absent": {
    level: "error",
    en: ["no plan of {year} here", "write the tasks of each department to plan/{year}/*.csv"],
    zh: ["没有{year}年度的计划", "请把各部门的任务写入 plan/{year}/*.csv"],
  },
  "year-size-missing": {
    level: "error",
    en: ["neither ratio nor number is given", "enter 抽查比例, 分级比例 or 抽查数量"],
    zh: ["没有抽查比例和数量", "请填写抽查比例、分级比例或抽查数量"],
  },
  "year-item-unknown": {
    level: "error",
    en: [
      "{task}: the published item list has no such item: no basis, no inspection",
      "correct the code, or publish the item first",
    ],
    zh: ["{task}：已公布的清单没有此事项：没有依据，不得检查", "请改正编码，或先公布该事项"],
  },
  "year-item-foreign": {
    level: "error",
    en: [
      "{task}: the item belongs to {subject}, which does not take part",
      "add that department, or leave the item out",
    ],
    zh: ["{task}：该事项由{subject}检查，而其未参与", "请增加该部门，或删去该事项"],
  },
  "year-ceiling": {
    level: "error",
    en: ["above the ceiling {ceiling} of the general item {item}", "lower the ratio"],
    zh: ["高于一般检查事项{item}的上限{ceiling}", "请降低比例"],
  },
  "year-window-outside": {
    level: "error",
    en: ["the inspections do not begin in {year}", "correct 开始日期"],
    zh: ["检查开始日期不在{year}年", "请改正开始日期"],
  },
  "year-joint-alone": {
    level: "error",
    en: ["a joint task with one department", "enter 参与部门"],
    zh: ["部门联合任务只有一个部门", "请填写参与部门"],
  },
  "year-department-joined": {
    level: "error",
    en: ["a department's own task with other departments", "make it 部门联合, or leave them out"],
    zh: ["本部门任务却有其他部门参与", "请改为部门联合，或删去参与部门"],
  },
  "year-joint-unagreed": {
    level: "warning",
    en: ["a joint task without minutes or letters of the departments", "enter 会商记录"],
    zh: ["部门联合任务没有会商记录", "请填写会商记录"],
  },
  "year-task-repeated": {
    level: "error",
    en: ["{task} stands in {file} line {line} too", "give one of them another number"],
    zh: ["{task}在{file}第{line}行已有", "请将其一改号"],
  },
  "year-tasks-overlap": {
    level: "warning",
    en: [
      "{task} inspects the same objects at the same time as {other} ({file} line {line})",
      "merge them into one joint task, or move one",
    ],
    zh: ["{task}与{other}（{file}第{line}行）同期检查同一范围的对象", "请合并为部门联合任务，或错开时间"],
  },
  "year-industry-twice": {
    level: "warning",
    en: [
      "{task} and {other} ({file} line {line}) are joint draws of one industry at the same time under different leads",
      "agree on one of them",
    ],
    zh: ["{task}与{other}（{file}第{line}行）为同一行业、同一时期、不同牵头部门的联合抽查", "请商定合并"],
  },
  "year-item-uncovered": {
    level: "warning",
    en: ["{name}: no task of the year covers this item", "plan a task with it"],
    zh: ["{name}：年度计划没有任务涵盖此事项", "请安排任务"],
  },
  "year-industry-alone": {
    level: "warning",
    en: ["no joint task of this industry in the year", "plan one"],
    zh: ["该行业全年没有部门联合抽查", "请安排一次"],
  },
  "year-plan-late": {
    level: "warning",
    en: ["published after its due day {due}", "publish next year's in time"],
    zh: ["晚于期限{due}公布", "请下一年度按期公布"],
  },
  "year-count-differs": {
    level: "error",
    en: ["{ratio} of {base} objects are {requested}, not this number", "correct 抽查比例 or 抽查数量"],
    zh: ["{base}户的{ratio}为{requested}户，与此数不符", "请改正抽查比例或抽查数量"],
  },
  "year-plan-changed": {
    level: "error",
    en: [
      "{task}: {field} differs from what was published, without an adjustment",
      "restore the row and enter the change in adjustments.csv, with its reason",
    ],
    zh: ["{task}：{field}与已公布的不同，而没有调整记录", "请恢复该行，并把变动连同原因写入 adjustments.csv"],
  },
  "year-plan-unchanged": {
    level: "error",
    en: ["the plan is the published one, nothing to publish", "enter adjustments in adjustments.csv first"],
    zh: ["计划与已公布的一致，无须公布", "请先在 adjustments.csv 中登记调整"],
  },
  "year-plan-unpublished": {
    level: "error",
    en: ["the plan of {year} was not published", "publish it first: dualdraw year publish DIR {year}"],
    zh: ["{year}年度计划尚未公布", "请先运行：dualdraw year publish 目录 {year}"],
  },
  "year-task-unknown": {
    level: "error",
    en: ["the yearly plan has no such task; it has {known}", "correct the number"],
    zh: ["年度计划没有此任务；现有{known}", "请改正任务编号"],
  },
  "year-task-superior": {
    level: "error",
    en: [
      "this task is drawn by the superior office",
      "enter its results with: result add --non-random, origin 上级随机抽查",
    ],
    zh: ["此任务由上级抽取", "结果请用 result add --non-random 登记，来源填“上级随机抽查”"],
  },
  "year-draw-exists": {
    level: "error",
    en: ["{draw} was prepared or drawn for this task already", "void it first, or freeze what was prepared"],
    zh: ["此任务已准备或抽取：{draw}", "请先作废，或封存已准备的抽取"],
  },
  "year-plan-absent": {
    level: "error",
    en: [
      "the plan names a yearly plan that is not beside it",
      "make the draw's plan with: dualdraw year draw",
    ],
    zh: ["计划载明依据年度计划，而旁边没有该文件", "请用 dualdraw year draw 生成抽取计划"],
  },
  "year-plan-form": {
    level: "error",
    en: ["not a published yearly plan: {reason}", "make the draw's plan with: dualdraw year draw"],
    zh: ["不是已公布的年度计划：{reason}", "请用 dualdraw year draw 生成抽取计划"],
  },
  "year-plan-other": {
    level: "error",
    en: [
      "another yearly plan than the one that the plan names ({expected})",
      "make the draw's plan with: dualdraw year draw",
    ],
    zh: ["与计划所载的年度计划（{expected}）不是同一份", "请用 dualdraw year draw 生成抽取计划"],
  },
  "year-plan-differs": {
    level: "error",
    en: [
      "not what the yearly plan says of the task {task}",
      "adjust the yearly plan, publish it again and make the draw's plan anew",
    ],
    zh: ["与年度计划中任务{task}的内容不同", "请调整并重新公布年度计划，再重新生成抽取计划"],
  },
  "draw-beside-year": {
    level: "error",
    en: [
      "the draw names a yearly plan that was not the published one of the task {task} on the day of its freeze",
      "void it, and make its plan again with: dualdraw year draw",
    ],
    zh: ["所载年度计划不是封存当日已公布的任务{task}的计划", "请作废，并重新运行 dualdraw year draw"],
  },
  "draw-repeated": {
    level: "error",
    en: [
      "the task or number {task} was drawn twice, and neither draw is voided",
      "void the one that does not hold: dualdraw void",
    ],
    zh: ["任务或编号{task}抽取了两次，且均未作废", "请作废不算数的一次：dualdraw void"],
  },
} as const satisfies Record<string, Wording>;
