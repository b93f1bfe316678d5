import seedrandom from "seedrandom";
import { computeCheckCharacter, type Plan } from "../core/index.js";
import { addDays, completePlan, groupPlan, jointPlan, shortPlan } from "./county-plans.js";
import {
  AUTHORITY,
  DEPARTMENTS,
  INSTITUTE,
  ITEMS,
  KINDS,
  SKILLS,
  SURNAMES,
  SYLLABLES,
  TOWNS,
} from "./county-words.js";

/** A synthetic county: file name → rows, the header first. No real person or firm. */
export interface County {
  readonly tables: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly plans: Readonly<Record<string, Plan>>;
}

/** Size and day of a synthetic county. */
export interface CountyOptions {
  readonly objects: number;
  readonly inspectors: number;
  /** The day on which the county's files are made; visits begin two weeks later. */
  readonly today: string;
  readonly seed: string;
  /** Serial number of the first object, so that several parts can form one registry; 0 when absent. */
  readonly firstSerial?: number;
}

/** Deterministic choices from a visible text; never a source of a draw. */
class Dice {
  readonly #next: () => number;

  constructor(seed: string) {
    const generator = seedrandom(seed);
    this.#next = () => generator.int32() >>> 0;
  }

  below(count: number): number {
    return this.#next() % count;
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of the values by whole-number weights. */
  weighted<T>(values: readonly (readonly [T, number])[]): T {
    let at = this.below(values.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [value, weight] of values) {
      if (at < weight) return value;
      at -= weight;
    }
    return (values[0] as readonly [T, number])[0];
  }
}

const CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

function makeCode(dice: Dice, prefix: string, serial: number): string {
  let body = "MA";
  for (let i = 0, rest = serial; i < 5; i++, rest = Math.floor(rest / 31))
    body += CODE_CHARACTERS.charAt(rest % 31);
  body += CODE_CHARACTERS.charAt(dice.below(31)) + CODE_CHARACTERS.charAt(dice.below(31));
  const first17 = `${prefix}320699${body}`;
  return first17 + (computeCheckCharacter(first17) ?? "");
}

const PREFIXES: Readonly<Record<string, string>> = {
  企业: "91",
  个体工商户: "92",
  农民专业合作社: "93",
  社会团体: "51",
};

function makeObjects(dice: Dice, count: number, first: number): string[][] {
  const header = [
    "统一社会信用代码",
    "对象编号",
    "名称",
    "对象类型",
    "行政区划",
    "行业代码",
    "风险等级",
    "信用等级",
    "登记状态",
    "监管部门",
    "监管标签",
    "住所",
    "法定代表人",
    "联系电话",
  ];
  const rows = Array.from({ length: count }, (_, n) => {
    const i = first + n;
    const kind = KINDS[dice.below(KINDS.length)] as (typeof KINDS)[number];
    const prefix = PREFIXES[kind.type];
    const town = dice.of(TOWNS);
    const word = `云溪${dice.of(SYLLABLES)}${dice.of(SYLLABLES)}${dice.of(kind.words)}`;
    return [
      prefix === undefined ? "" : makeCode(dice, prefix, i),
      prefix === undefined ? `产品-${String(i).padStart(6, "0")}` : "",
      `${word}${i + 1}号`,
      kind.type,
      town,
      kind.industry,
      dice.weighted([
        ["低", 55],
        ["中", 30],
        ["高", 15],
      ]),
      dice.weighted([
        ["A", 45],
        ["B", 35],
        ["C", 15],
        ["D", 5],
      ]),
      dice.weighted([
        ["存续", 80],
        ["存续（在营、开业、在册）", 10],
        ["开业", 5],
        ["注销", 3],
        ["吊销", 2],
      ]),
      kind.departments.map((d) => DEPARTMENTS[d]).join("、"),
      [dice.chance(6) ? "投诉多发" : "", dice.chance(3) ? "夜间经营" : ""]
        .filter((tag) => tag !== "")
        .join("、"),
      `云溪县${dice.of(SYLLABLES)}${dice.of(SYLLABLES)}路${dice.below(400) + 1}号`,
      `${dice.of(SURNAMES)}某`,
      `000${String(dice.below(100_000_000)).padStart(8, "0")}`,
    ];
  });
  return [header, ...rows];
}

/** Departments differ in size, and few people have the rare skills. */
const STAFF_SHARES: readonly (readonly [number, number])[] = [
  [0, 50],
  [1, 14],
  [2, 10],
  [3, 8],
  [4, 6],
  [5, 5],
  [6, 4],
  [7, 3],
];

function makeInspectors(dice: Dice, count: number, today: string): string[][] {
  const header = [
    "执法证号",
    "姓名",
    "单位",
    "性别",
    "职务",
    "岗位",
    "执法资质",
    "业务专长",
    "区域",
    "证件有效期",
    "状态",
    "人员类别",
    "检查上限",
    "已承担",
    "身份证号",
    "手机号",
  ];
  const rows = Array.from({ length: count }, (_, i) => {
    const department = DEPARTMENTS[dice.weighted(STAFF_SHARES)] as string;
    const expert = i % 20 === 19;
    const skills = SKILLS.filter((_skill, s) => dice.chance(s === 1 ? 12 : 25));
    const expired = dice.chance(4);
    return [
      `云${String(320699000 + i).padStart(9, "0")}`,
      `${dice.of(SURNAMES)}${dice.of(SYLLABLES)}${i + 1}`,
      expert ? INSTITUTE : department,
      dice.of(["男", "女"]),
      dice.of(["科员", "副主任科员", "主任科员"]),
      dice.of(["日常监管", "综合执法"]),
      department === DEPARTMENTS[1] ? "消防监督检查" : dice.of(["行政执法", "行政执法、行政处罚"]),
      skills.join("、"),
      dice.chance(30) ? "" : "320699",
      expert
        ? ""
        : expired
          ? addDays(today, -30)
          : dice.chance(20)
            ? "长期"
            : addDays(today, 365 + dice.below(1000)),
      dice.chance(3) ? "失效" : "有效",
      expert ? "专家" : dice.chance(4) ? "辅助人员" : "执法人员",
      dice.chance(10) ? String(8 + dice.below(5)) : "",
      "",
      "",
      `000${String(dice.below(100_000_000)).padStart(8, "0")}`,
    ];
  });
  return [header, ...rows];
}

function makeRelations(
  dice: Dice,
  objects: readonly string[][],
  inspectors: readonly string[][],
  today: string,
): Pick<County, "tables"> {
  const idOf = (row: readonly string[]): string => (row[0] === "" ? (row[1] ?? "") : (row[0] ?? ""));
  const objectRows = objects.slice(1);
  const people = inspectors.slice(1).filter((row) => row[11] === "执法人员");
  const recusals = Array.from({ length: Math.ceil(people.length / 5) }, () => {
    const object = dice.of(objectRows);
    return [
      dice.of(people)[0] as string,
      dice.chance(50) ? idOf(object) : (object[2] as string),
      dice.of(["近亲属任职", "曾在该单位任职", "其他利害关系"]),
    ];
  });
  const history = Array.from({ length: Math.ceil(objectRows.length / 8) }, () => {
    const pair = [dice.of(people)[0] as string, dice.of(people)[0] as string];
    return [
      idOf(dice.of(objectRows)),
      addDays(today, -1 - dice.below(700)),
      dice.of(["hotel-market", "hotel-fire", "catering", "other"]),
      [...new Set(pair)].join("、"),
      dice.of(["未发现问题", "未发现问题", "发现问题已责令改正"]),
    ];
  });
  return {
    tables: {
      "recusals.csv": [["执法证号", "统一社会信用代码", "原因"], ...recusals],
      "history.csv": [["统一社会信用代码", "检查日期", "任务编号", "执法证号", "检查结果"], ...history],
    },
  };
}

/** The lead department's people two by two, in the order of the file. */
function makeGroups(inspectors: readonly string[][]): string[][] {
  const people = inspectors.filter((row) => row[2] === AUTHORITY && row[11] === "执法人员");
  const groups = Array.from({ length: Math.floor(people.length / 2) }, (_, i) => [
    `X${String(i + 1).padStart(2, "0")}`,
    `检查${i + 1}组`,
    people
      .slice(2 * i, 2 * i + 2)
      .map((row) => row[0])
      .join("、"),
  ]);
  return [["小组编号", "小组名称", "成员"], ...groups];
}

/** Makes a county; equal options give equal bytes. */
export function makeCounty(options: CountyOptions): County {
  const dice = new Dice(options.seed);
  const objects = makeObjects(dice, options.objects, options.firstSerial ?? 0);
  const inspectors = makeInspectors(dice, options.inspectors, options.today);
  const { tables } = makeRelations(dice, objects, inspectors, options.today);
  return {
    tables: {
      "objects.csv": objects,
      "inspectors.csv": inspectors,
      ...tables,
      "items.csv": ITEMS,
      "groups.csv": makeGroups(inspectors),
    },
    plans: {
      "plan.json": jointPlan(options.today),
      "plan-all.json": completePlan(options.today),
      "plan-short.json": shortPlan(options.today),
      "plan-groups.json": groupPlan(options.today),
    },
  };
}

/** The same objects with the mess of a spreadsheet export: other column order and separators, spaces, a line break, an extra column. */
export function messUp(objects: readonly (readonly string[])[]): string[][] {
  const order = [2, 0, 7, 6, 9, 10, 8, 5, 4, 3, 1, 13, 12, 11];
  return objects.map((row, i) => {
    const cells = order.map((column) => row[column] ?? "");
    if (i === 0) return [...cells, "备注"];
    const [name = "", code = "", credit = "", risk = "", departments = "", tags = "", ...rest] = cells;
    const spaced = i % 7 === 0 ? ` ${code} ` : code;
    const broken = i === 10 ? name.replace("云溪", "云溪\n") : name;
    const separators = ["，", "、", "；", "|"];
    const separator = separators[i % 4] ?? "、";
    return [
      broken,
      spaced,
      credit,
      risk,
      departments.replaceAll("、", separator),
      tags.replaceAll("、", separator),
      ...rest,
      i % 50 === 0 ? "核对" : "",
    ];
  });
}
