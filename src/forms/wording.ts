import { formatInstant, parseInstant, type Contribution, type Language, type Source } from "../core/index.js";

/** Roles of a roster in Chinese. */
export const ROLE_NAMES: Readonly<Record<string, string>> = {
  operator: "操作员",
  discipline: "纪检监察",
  department: "部门代表",
  deputy: "人大代表、政协委员",
  citizen: "市民代表",
  media: "新闻媒体",
  expert: "专家",
};

/** Roles in a team in Chinese. */
export const TEAM_ROLES: Readonly<Record<string, string>> = {
  lead: "组长",
  member: "组员",
  expert: "专家",
  group: "检查小组",
};

/** A person with the organisation, if that is another name. */
export function wordPerson(name: string, organisation: string): string {
  return organisation === "" || organisation === name ? name : `${name}，${organisation}`;
}

/** Whose value it is, in a word. */
export function wordContributor(contribution: Contribution): string {
  if (contribution.kind === "witness") return contribution.name;
  return { secret: "操作员的秘密", dice: "骰子", drand: "公共信标" }[contribution.kind];
}

/** A seed source in words. */
export function wordSource(source: Source): string {
  switch (source.kind) {
    case "secret":
      return "操作员的秘密（封存时承诺其摘要，开种时公开）";
    case "witness":
      return source.sha256 === undefined
        ? `${source.name}当场书写的密签`
        : `${source.name}封存前承诺的64位数值`;
    case "dice":
      return `当场投掷${source.sides}面骰${source.count}次`;
    case "drand":
      return `公共随机信标drand quicknet，${source.at}起的第一轮`;
  }
}

/** An instant as people in China read it. */
export function wordInstant(instant: string): string {
  const seconds = parseInstant(instant);
  if (seconds === undefined) return instant;
  const [year = 0, month = 0, day = 0, hour = "", minute = ""] = formatInstant(seconds + 8 * 3600)
    .split(/[-T:]/)
    .map((part, i) => (i < 3 ? Number(part) : part));
  return `${year}年${month}月${day}日 ${hour}:${minute}（北京时间）`;
}

const OUTSIDE: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  region: { zh: "行政区划", en: "region" },
  industry: { zh: "行业", en: "industry" },
  type: { zh: "对象类型", en: "type" },
  status: { zh: "登记状态", en: "status" },
  tags: { zh: "监管标签", en: "tags" },
  departments: { zh: "监管部门", en: "departments" },
  exempt: { zh: "豁免", en: "exempt, with a legal basis in the plan" },
  "cool-down": { zh: "近期已检查", en: "inspected recently" },
  "yearly-cap": { zh: "已达年度检查次数上限", en: "yearly cap reached" },
  cycle: { zh: "本周期内已检查", en: "inspected in this cycle" },
};

/** The scope field that put an object out, or the reason of its exclusion, in words. */
export function wordReasonOutside(reason: string, language: Language): string {
  return OUTSIDE[reason]?.[language] ?? reason;
}
