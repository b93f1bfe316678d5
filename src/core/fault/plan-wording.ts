import type { Wording } from "./wording.js";

/** Faults of a plan that no registry is needed for, and of its item list. */
export const planWording = {
  "plan-field-unknown": {
    level: "error",
    en: ["the plan has no such field", "did you mean {nearest}?"],
    zh: ["计划中没有此字段", "是否应为{nearest}？"],
  },
  "plan-field-missing": {
    level: "error",
    en: ["the field {field} is missing", "add it"],
    zh: ["缺少字段{field}", "请补上"],
  },
  "plan-field-invalid": {
    level: "error",
    en: ["expected {expected}", "correct the value"],
    zh: ["应为：{expected}", "请改正"],
  },
  "plan-date-invalid": {
    level: "error",
    en: ["expected a day that exists, as YYYY-MM-DD", "correct the date"],
    zh: ["应为存在的日期，写作YYYY-MM-DD", "请改正"],
  },
  "plan-ratio-invalid": {
    level: "error",
    en: [
      'expected a ratio from 0 to 1 (a multiple may exceed 1) such as "3%", "0.5%", "0.03" or "1/30"',
      "correct the value",
    ],
    zh: ['比例应在0到1之间（倍数可大于1），形如"3%"、"0.5%"、"0.03"或"1/30"', "请改正"],
  },
  "plan-id-invalid": {
    level: "error",
    en: ["expected letters, digits, Han characters, . _ or -, 1 to 64 of them", "choose another id"],
    zh: ["编号只能用字母、数字、汉字和 . _ -，1至64个字符", "请另取编号"],
  },
  "plan-text-malformed": {
    level: "error",
    en: ["a text holds half of a surrogate pair", "retype the text"],
    zh: ["文本含不完整的字符编码", "请重新录入"],
  },
  "window-reversed": {
    level: "error",
    en: ["the visit window ends ({to}) before it begins ({from})", "exchange the dates"],
    zh: ["检查结束日期（{to}）早于开始日期（{from}）", "请对调"],
  },
  "task-repeated": {
    level: "error",
    en: ["two tasks have this id", "rename one"],
    zh: ["任务编号重复", "请改名"],
  },
  "size-ambiguous": {
    level: "error",
    en: [
      "expected one of ratio, tiers, count, perInspector, overall (the last three may stand beside tiers), found {found}",
      "keep one",
    ],
    zh: [
      "ratio、tiers、count、perInspector、overall只能取其一（后三者可与tiers并用），现有：{found}",
      "请只留一种",
    ],
  },
  "size-flags-alone": {
    level: "error",
    en: [
      "flags multiply the ratios of ratio or tiers, and neither is given",
      "add one of them or remove flags",
    ],
    zh: ["flags用于放大ratio或tiers的比例，但两者都没有", "补上其一或删除flags"],
  },
  "flag-repeated": {
    level: "error",
    en: ["the flag is given twice", "keep one"],
    zh: ["标签重复", "请只留一个"],
  },
  "within-repeated": {
    level: "error",
    en: ["a stratum column is given twice", "keep one"],
    zh: ["分层列重复", "请只留一个"],
  },
  "within-not-allowed": {
    level: "error",
    en: [
      "strata are region, industry, type, status, address or a further column by its header, not a private or other known column",
      "choose another column",
    ],
    zh: [
      "分层列只能是region、industry、type、status、address或名录库中其他列的表头，不能是非公开列或其他已知列",
      "请另选一列",
    ],
  },
  "team-repeated": {
    level: "error",
    en: ["the same requirement stands twice in this task", "add up the counts in one entry"],
    zh: ["同一任务中要求重复", "请合并为一项并累加人数"],
  },
  "team-too-small": {
    level: "error",
    en: [
      "expected at least 2 enforcement people, found {found} (行政处罚法 art. 42)",
      "raise a count; experts do not count",
    ],
    zh: ["执法人员至少2人，现为{found}人（行政处罚法第四十二条）", "请增加人数；专家不计入"],
  },
  "groups-file-missing": {
    level: "error",
    en: [
      "expected registries.groups beside a team entry of role group, found none",
      "name the file of the groups (检查小组名录) in registries.groups",
    ],
    zh: ["席位要求检查小组（group），但registries中没有groups", "在registries.groups写明检查小组名录文件"],
  },
  "groups-unused": {
    level: "error",
    en: [
      "expected a team entry of role group, found none: members of groups are drawn with their group only",
      "add an entry of role group, or remove registries.groups",
    ],
    zh: [
      "计划给出了检查小组名录，但没有任何席位要求检查小组；小组成员只随小组抽取",
      "补上role为group的席位，或删除registries.groups",
    ],
  },
  "source-field": {
    level: "error",
    en: ["a source of kind {kind} has no such field", "remove it"],
    zh: ["{kind}类种子来源没有此字段", "请删除"],
  },
  "source-repeated": {
    level: "error",
    en: ["the source is given twice", "keep one"],
    zh: ["种子来源重复", "请只留一个"],
  },
  "sources-too-weak": {
    level: "error",
    en: [
      "the outside sources bring {bits} bits, expected at least {least}",
      "20 ten-sided dice give 66; free words and the operator's secret count 0",
    ],
    zh: ["外部种子来源只有{bits}比特，至少应有{least}比特", "20个十面骰为66比特；口令和操作员秘密不计"],
  },
  "sealed-without-secret": {
    level: "error",
    en: [
      "a sealed draw needs a source of kind secret",
      'add { "kind": "secret" } or set publication.sealed to false',
    ],
    zh: ["保密抽取需要secret来源", '补上{ "kind": "secret" }，或将publication.sealed设为false'],
  },
  "item-unknown": {
    level: "error",
    en: [
      "the item list holds no such code (task {task})",
      "correct the code or add the item with its legal basis",
    ],
    zh: ["事项清单中没有此编码（任务{task}）", "改正编码，或补上该事项及其依据"],
  },
  "task-not-key": {
    level: "error",
    en: [
      "task {task} is key, but this item is general",
      "make the task general with a ceiling, or remove the item",
    ],
    zh: ["任务{task}为重点检查，但此事项为一般检查事项", "将任务改为一般检查并设上限，或删除该事项"],
  },
  "item-demand-unmet": {
    level: "warning",
    en: [
      "item {item} demands this of the people, and no slot of task {task} asks for it",
      "add it to expertise or qualification of a team entry",
    ],
    zh: ["事项{item}对人员有此要求，但任务{task}没有席位要求它", "在team中补上expertise或qualification"],
  },
  "ceiling-missing": {
    level: "error",
    en: [
      "a general task needs a ceiling, its own or its items'",
      "add size.ceiling, or fill in 抽查比例上限 in the item list",
    ],
    zh: ["一般检查任务必须有比例上限（任务或事项）", "补上size.ceiling，或在事项清单填写抽查比例上限"],
  },
} as const satisfies Record<string, Wording>;
