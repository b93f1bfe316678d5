import type { Wording } from "./wording.js";

/** Faults of registry files: columns, rows, cells. */
export const registryWording = {
  "column-missing": {
    level: "error",
    en: ["expected a column {expected}, found {found}", "add the column or correct its header"],
    zh: ["缺少列“{expected}”，现有列：{found}", "补上该列，或改正表头"],
  },
  "column-repeated": {
    level: "error",
    en: ["two columns have this header", "remove or rename one of them"],
    zh: ["表头重复", "删除或改名其中一列"],
  },
  "column-stratum-missing": {
    level: "error",
    en: [
      "the plan divides by this column, found only {found}",
      'correct "within" in the plan or add the column',
    ],
    zh: ["计划按此列分层，但名录库只有：{found}", "改正计划中的 within，或补上该列"],
  },
  "columns-ignored": {
    level: "warning",
    en: ["columns that the draw does not use: {columns}", "nothing to do if that is meant"],
    zh: ["以下列不参与抽取：{columns}", "如属预期，无需处理"],
  },
  "row-width": {
    level: "error",
    en: [
      "expected {expected} cells, found {found}",
      "look for a stray separator or quote in this row or the one before",
    ],
    zh: ["应有{expected}个单元格，实有{found}个", "检查本行或上一行是否有多余的分隔符或引号"],
  },
  "row-sample": {
    level: "error",
    en: ["a sample row of the template", "delete the row"],
    zh: ["模板示例行未删除", "删除该行"],
  },
  "cell-empty": {
    level: "error",
    en: ["a required cell is empty", "fill it in"],
    zh: ["必填单元格为空", "请填写"],
  },
  "cell-line-break": {
    level: "warning",
    en: ["a line break inside the cell was read as a space", "remove it in the source if it is not meant"],
    zh: ["单元格内有换行，已按空格处理", "如非有意，请在源表中删除"],
  },
  "cell-invisible": {
    level: "warning",
    en: [
      "the cell holds invisible characters",
      "retype the cell: what is printed may differ from what is stored",
    ],
    zh: ["单元格含不可见字符", "请重新录入：显示内容可能与存储内容不同"],
  },
  "id-hidden-character": {
    level: "error",
    en: ["the code holds a space or an invisible character", "retype it"],
    zh: ["编号含空格或不可见字符", "请重新录入"],
  },
  "id-too-long": {
    level: "error",
    en: ["expected a code of at most 64 characters, found {found}", "shorten it"],
    zh: ["编号最长64个字符，实为{found}个", "请缩短"],
  },
  "id-full-width": {
    level: "error",
    en: ["the code holds full-width digits or letters", "write {suggestion}"],
    zh: ["编号含全角数字或字母", "改为{suggestion}"],
  },
  "id-scientific": {
    level: "error",
    en: ["a spreadsheet turned the code into a number", "format the column as text and enter the code again"],
    zh: ["编号被电子表格变成了科学计数法", "将该列设为文本格式后重新录入"],
  },
  "id-precision-lost": {
    level: "error",
    en: [
      "a spreadsheet rounded the code: it ends in 000 and fails its check character",
      "format the column as text and enter the code again",
    ],
    zh: ["编号末尾被电子表格变为000且校验码不符", "将该列设为文本格式后重新录入"],
  },
  "id-leading-zero-lost": {
    level: "error",
    en: [
      "other codes of this file begin with 0 and are longer: a leading zero seems lost",
      "write {suggestion}, or format the column as text and enter it again",
    ],
    zh: ["同表其他编号以0开头且更长，疑似丢失前导零", "改为{suggestion}，或将该列设为文本格式后重新录入"],
  },
  "id-repeated": {
    level: "error",
    en: [
      "the code stands already in line {line} as {earlier}",
      "remove one of the two rows; codes that differ only in case or Unicode form count as one",
    ],
    zh: ["编号与第{line}行“{earlier}”重复", "删除其中一行；仅大小写或编码形式不同也视为重复"],
  },
  "id-check-character": {
    level: "warning",
    en: [
      "expected the check character {expected}, found {found} (GB 32100-2015)",
      "compare with the licence; some issued codes fail their own check",
    ],
    zh: ["校验码应为{expected}，实为{found}（GB 32100-2015）", "请核对执照；个别已发代码本身校验不符"],
  },
  "status-unknown": {
    level: "warning",
    en: [
      "a registration status that is not known; known: {known}",
      "objects with it are out of scope unless the plan names it",
    ],
    zh: ["未知的登记状态，已知：{known}", "除非计划指明，否则该对象不在范围内"],
  },
  "category-unknown": {
    level: "error",
    en: ["expected 执法人员, 专家 or 辅助人员", "correct the cell"],
    zh: ["人员类别应为执法人员、专家或辅助人员", "请改正"],
  },
  "state-unknown": {
    level: "warning",
    en: ["expected 有效 or 失效; the person will not be drawn", "correct the cell"],
    zh: ["状态应为有效或失效；该人员不会被抽取", "请改正"],
  },
  "licences-empty": {
    level: "warning",
    en: ["{count} people have no licence end and are taken as licensed", "fill in 证件有效期"],
    zh: ["{count}名人员未填证件有效期，按有效处理", "请补填证件有效期"],
  },
  "states-empty": {
    level: "warning",
    en: ["{count} people have no state and are taken as active", "fill in 状态"],
    zh: ["{count}名人员未填状态，按有效处理", "请补填状态"],
  },
  "date-invalid": {
    level: "error",
    en: ["expected a date such as 2026-03-01, 2026/3/1, 20260301 or 2026年3月1日", "correct the cell"],
    zh: ["日期应形如2026-03-01、2026/3/1、20260301或2026年3月1日", "请改正"],
  },
  "number-invalid": {
    level: "error",
    en: ["expected a whole number such as 12", "correct the cell"],
    zh: ["应为整数，如12", "请改正"],
  },
  "recusal-inspector-unknown": {
    level: "error",
    en: [
      "no inspector has this id",
      "correct the id, or delete the row: a recusal that matches nobody protects nobody",
    ],
    zh: ["名录库中没有此执法证号", "改正证号或删除该行：对不上人的回避不起作用"],
  },
  "recusal-object-unknown": {
    level: "error",
    en: [
      "no object has this id or name",
      "correct it, or delete the row: a recusal that matches nothing protects nobody",
    ],
    zh: ["名录库中没有此编号或名称的对象", "改正或删除该行：对不上对象的回避不起作用"],
  },
  "history-object-unknown": {
    level: "warning",
    en: [
      "{count} rows are of objects that the registry does not hold, the first is shown",
      "nothing to do if they have left the registry",
    ],
    zh: ["{count}行历史记录的对象不在名录库中（示第一个）", "如对象已退出名录库，无需处理"],
  },
  "history-inspector-unknown": {
    level: "warning",
    en: [
      "{count} people of the history are not in the registry, the first is shown",
      "nothing to do if they have left",
    ],
    zh: ["历史记录中{count}名人员不在名录库中（示第一个）", "如人员已离岗，无需处理"],
  },
  "group-id-taken": {
    level: "error",
    en: [
      "an inspector has this id; expected an id that only this group has",
      "choose another 小组编号: slots and events name people and groups by id",
    ],
    zh: [
      "小组编号与某人的执法证号相同，应为小组独有的编号",
      "另取小组编号：席位和后续事项都以编号指人或小组",
    ],
  },
  "group-too-small": {
    level: "error",
    en: [
      "expected a group of at least 2 people, found {found} (行政处罚法 art. 42)",
      "add a member, or delete the group",
    ],
    zh: ["检查小组至少2人，现为{found}人（行政处罚法第四十二条）", "请增加成员或删除该小组"],
  },
  "group-member-unknown": {
    level: "error",
    en: [
      "no inspector has this id, which group {group} names as a member",
      "correct the id, or add the person to the inspectors",
    ],
    zh: ["名录库中没有小组{group}成员的这一执法证号", "改正证号，或将此人补入执法检查人员名录库"],
  },
  "group-member-category": {
    level: "error",
    en: [
      "expected members of category 执法人员 or empty, found {found}",
      "take the person out of the group: experts have slots of their own, 辅助人员 are not drawn",
    ],
    zh: ["小组成员应为执法人员，现为{found}", "将此人移出小组：专家另设席位，辅助人员不参加抽取"],
  },
  "group-member-repeated": {
    level: "error",
    en: [
      "the person stands already as a member of group {group}",
      "keep one: nobody is in two groups or twice in one",
    ],
    zh: ["此人已是小组{group}的成员", "请只留一处：一人不能在两个小组，也不能在同一小组出现两次"],
  },
  "group-departments-differ": {
    level: "error",
    en: [
      "expected members of one department, found {found}",
      "make a group for each department; a plan can ask for one of each",
    ],
    zh: ["小组成员应属同一单位，现有：{found}", "请按单位分设小组；计划可向各单位各要一个小组"],
  },
  "item-kind-unknown": {
    level: "error",
    en: ["expected 重点检查事项 or 一般检查事项", "correct the cell"],
    zh: ["事项类别应为重点检查事项或一般检查事项", "请改正"],
  },
  "ratio-invalid": {
    level: "error",
    en: ["expected a ratio from 0 to 1 such as 3%, 0.5%, 0.03 or 1/30", "correct the cell"],
    zh: ["比例应在0到1之间，形如3%、0.5%、0.03或1/30", "请改正"],
  },
  "frame-spelling": {
    level: "error",
    en: [
      "the frame is not in its one spelling (UTF-8, LF, comma, quotes only where needed)",
      "the file was changed after the freeze; take it from the archive again",
    ],
    zh: ["冻结表的写法不符（UTF-8、LF、逗号、仅必要时加引号）", "文件在封存后被改动，请从档案重新取得"],
  },
} as const satisfies Record<string, Wording>;
