import type { Wording } from "./wording.js";

/** Faults of registries that a database holds. */
export const engineWording = {
  "database-missing": {
    level: "error",
    en: ["{package} is not installed, which reads {kind}", "npm install {package}, beside dualdraw"],
    zh: ["未安装 {package}，不能读取 {kind}", "请在 dualdraw 所在目录执行 npm install {package}"],
  },
  "database-address": {
    level: "error",
    en: [
      "expected clickhouse://USER@HOST:8123/DATABASE, clickhouses://… or duckdb:///FILE, without a password",
      "correct the address; the password comes from --password-file",
    ],
    zh: [
      "应为 clickhouse://用户@主机:8123/数据库、clickhouses://…或 duckdb:///文件，不含口令",
      "请更正地址；口令由 --password-file 给出",
    ],
  },
  "database-failed": {
    level: "error",
    en: ["the database did not answer: {reason}", "nothing was written; mend it and begin again"],
    zh: ["数据库未能应答：{reason}", "没有写入任何内容；请排除故障后重来"],
  },
  "table-missing": {
    level: "error",
    en: ["no such table: {reason}", "check --table, and that the user may read it"],
    zh: ["没有这个表：{reason}", "请核对 --table 及该用户的读取权限"],
  },
  "table-column-type": {
    level: "error",
    en: [
      "expected text, got {type}: numbers lose leading zeros and dates have many spellings",
      "store the column as text, or give a view that does",
    ],
    zh: ["应为文本，实为{type}：数值会丢失前导零，日期有多种写法", "请将该列存为文本，或提供文本视图"],
  },
  "table-changed": {
    level: "error",
    en: [
      "the table does not hold what it held before, or not what was frozen",
      "nothing was written; wait until nobody writes to it, and begin again from the frozen registry",
    ],
    zh: ["该表的内容与先前或与封存的不一致", "没有写入任何内容；请停止对该表的写入后，按封存的名录库重来"],
  },
  "table-id-untrimmed": {
    level: "error",
    en: [
      "an id has spaces around it: the database would compute another ticket than everybody else",
      "trim the ids in the table",
    ],
    zh: ["编号前后有空格：数据库算出的签号将与他人不同", "请在表中去除编号前后的空格"],
  },
  "dialect-unknown": {
    level: "error",
    en: ["no such dialect of SQL; known: {known}", "give one of them"],
    zh: ["没有这种SQL方言；可用：{known}", "请从中选用"],
  },
  "engine-sealed": {
    level: "error",
    en: [
      "the list is sealed, and the questions hold the seed: whoever has them can compute it",
      "print them after the release",
    ],
    zh: ["名单封存，而查询语句含有种子，得之者可推算名单", "请在解封后输出"],
  },
} as const satisfies Record<string, Wording>;
