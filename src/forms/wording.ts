import type { Source } from "../core/index.js";

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
export const TEAM_ROLES: Readonly<Record<string, string>> = { lead: "组长", member: "组员", expert: "专家" };

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

/** An instant as people in China read it; the offset is said, since the computer's clock is a claim. */
export function wordInstant(instant: string): string {
  const [year, month, day, hour, minute] = instant.split(/[-T:Z]/).map(Number) as number[];
  if (year === undefined || month === undefined || day === undefined) return instant;
  const shifted = new Date(Date.UTC(year, month - 1, day, (hour ?? 0) + 8, minute ?? 0));
  const pad = (n: number): string => n.toString().padStart(2, "0");
  const date = `${shifted.getUTCFullYear()}年${shifted.getUTCMonth() + 1}月${shifted.getUTCDate()}日`;
  return `${date} ${pad(shifted.getUTCHours())}:${pad(shifted.getUTCMinutes())}（北京时间，本机时钟）`;
}
