import seedrandom from "seedrandom";
import { computeCheckCharacter, type Plan, type Task } from "../core/index.js";

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

const AUTHORITY = "云溪县市场监督管理局";
const DEPARTMENTS = [AUTHORITY, "云溪县消防救援大队", "云溪县文化广电和旅游局", "云溪县卫生健康委员会", "云溪县应急管理局", "云溪县生态环境局", "云溪县人力资源和社会保障局", "云溪县教育局"] as const;
const INSTITUTE = "云溪市建筑科学研究院";

/** Ten kinds: type, industry, the second digit of the code, words of the name, departments by number. */
const KINDS = [
  { type: "企业", industry: "H6110", words: ["大酒店", "宾馆"], departments: [0, 1, 2] },
  { type: "个体工商户", industry: "H6210", words: ["小吃店", "面馆"], departments: [0, 3] },
  { type: "企业", industry: "F5212", words: ["超市", "百货"], departments: [0] },
  { type: "企业", industry: "C2614", words: ["化工厂", "材料厂"], departments: [0, 4, 5] },
  { type: "农民专业合作社", industry: "A0141", words: ["种植专业合作社"], departments: [0] },
  { type: "企业", industry: "K7010", words: ["置业公司"], departments: [0] },
  { type: "个体工商户", industry: "R8810", words: ["网吧"], departments: [2, 1] },
  { type: "企业", industry: "L7262", words: ["人力资源公司"], departments: [6, 0] },
  { type: "社会团体", industry: "P8399", words: ["培训中心"], departments: [7] },
  { type: "产品", industry: "C3821", words: ["电热水器", "插座"], departments: [0] },
] as const;

const TOWNS = ["320699001", "320699002", "320699100", "320699101", "320699102", "320699103"];
const SYLLABLES = ["安", "宝", "春", "德", "丰", "光", "和", "吉", "嘉", "康", "利", "美", "瑞", "盛", "泰", "祥", "鑫", "永", "裕", "正"];
const SURNAMES = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const SKILLS = ["食品", "特种设备", "计量", "广告", "消防", "环保", "卫生", "劳动"];

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

/** The day `days` after an ISO day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

function makeCode(dice: Dice, prefix: string, serial: number): string {
  let body = "MA";
  for (let i = 0, rest = serial; i < 5; i++, rest = Math.floor(rest / 31)) body += CODE_CHARACTERS.charAt(rest % 31);
  body += CODE_CHARACTERS.charAt(dice.below(31)) + CODE_CHARACTERS.charAt(dice.below(31));
  const first17 = `${prefix}320699${body}`;
  return first17 + (computeCheckCharacter(first17) ?? "");
}

const PREFIXES: Readonly<Record<string, string>> = { 企业: "91", 个体工商户: "92", 农民专业合作社: "93", 社会团体: "51" };

function makeObjects(dice: Dice, count: number, first: number): string[][] {
  const header = ["统一社会信用代码", "对象编号", "名称", "对象类型", "行政区划", "行业代码", "风险等级", "信用等级", "登记状态", "监管部门", "监管标签", "住所", "法定代表人", "联系电话"];
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
      dice.weighted([["低", 55], ["中", 30], ["高", 15]]),
      dice.weighted([["A", 45], ["B", 35], ["C", 15], ["D", 5]]),
      dice.weighted([["存续", 80], ["存续（在营、开业、在册）", 10], ["开业", 5], ["注销", 3], ["吊销", 2]]),
      kind.departments.map((d) => DEPARTMENTS[d]).join("、"),
      [dice.chance(6) ? "投诉多发" : "", dice.chance(3) ? "夜间经营" : ""].filter((tag) => tag !== "").join("、"),
      `云溪县${dice.of(SYLLABLES)}${dice.of(SYLLABLES)}路${dice.below(400) + 1}号`,
      `${dice.of(SURNAMES)}某`,
      `000${String(dice.below(100_000_000)).padStart(8, "0")}`,
    ];
  });
  return [header, ...rows];
}

/** Departments differ in size, and few people have the rare skills. */
const STAFF_SHARES: readonly (readonly [number, number])[] = [[0, 50], [1, 14], [2, 10], [3, 8], [4, 6], [5, 5], [6, 4], [7, 3]];

function makeInspectors(dice: Dice, count: number, today: string): string[][] {
  const header = ["执法证号", "姓名", "单位", "性别", "职务", "岗位", "执法资质", "业务专长", "区域", "证件有效期", "状态", "人员类别", "检查上限", "已承担", "身份证号", "手机号"];
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
      expert ? "" : expired ? addDays(today, -30) : dice.chance(20) ? "长期" : addDays(today, 365 + dice.below(1000)),
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

function makeRelations(dice: Dice, objects: readonly string[][], inspectors: readonly string[][], today: string): Pick<County, "tables"> {
  const idOf = (row: readonly string[]): string => (row[0] === "" ? (row[1] ?? "") : (row[0] ?? ""));
  const objectRows = objects.slice(1);
  const people = inspectors.slice(1).filter((row) => row[11] === "执法人员");
  const recusals = Array.from({ length: Math.ceil(people.length / 5) }, () => {
    const object = dice.of(objectRows);
    return [(dice.of(people)[0] as string), dice.chance(50) ? idOf(object) : (object[2] as string), dice.of(["近亲属任职", "曾在该单位任职", "其他利害关系"])];
  });
  const history = Array.from({ length: Math.ceil(objectRows.length / 8) }, () => {
    const pair = [dice.of(people)[0] as string, dice.of(people)[0] as string];
    return [idOf(dice.of(objectRows)), addDays(today, -1 - dice.below(700)), dice.of(["hotel-market", "hotel-fire", "catering", "other"]), [...new Set(pair)].join("、"), dice.of(["未发现问题", "未发现问题", "发现问题已责令改正"])];
  });
  return {
    tables: {
      "recusals.csv": [["执法证号", "统一社会信用代码", "原因"], ...recusals],
      "history.csv": [["统一社会信用代码", "检查日期", "任务编号", "执法证号", "检查结果"], ...history],
    },
  };
}

const ITEMS: readonly (readonly string[])[] = [
  ["事项编码", "事项名称", "事项类别", "检查依据", "风险等级", "抽查比例上限", "抽查频次", "检查主体", "检查对象", "检查方式", "业务专长"],
  ["SC-012", "登记事项检查", "一般检查事项", "《市场主体登记管理条例》第三十八条", "低", "10%", "一年一次", AUTHORITY, "企业、个体工商户", "现场检查、书面检查", ""],
  ["SC-013", "公示信息检查", "一般检查事项", "《企业信息公示暂行条例》第十四条", "低", "10%", "一年一次", AUTHORITY, "企业、个体工商户", "书面检查、网络检查", ""],
  ["SC-020", "特种设备使用检查", "重点检查事项", "《特种设备安全法》第五十七条", "高", "", "一年一次", AUTHORITY, "企业", "现场检查", "特种设备"],
  ["SC-031", "餐饮服务食品安全检查", "一般检查事项", "《食品安全法》第一百一十条", "中", "15%", "一年两次", AUTHORITY, "个体工商户", "现场检查", ""],
  ["XF-003", "消防安全检查", "重点检查事项", "《消防法》第五十三条", "高", "", "一年一次", DEPARTMENTS[1], "企业", "现场检查", ""],
  ["WL-007", "旅游住宿经营检查", "一般检查事项", "《旅游法》第八十五条", "中", "20%", "一年一次", DEPARTMENTS[2], "企业", "现场检查", ""],
  ["HB-002", "危险化学品企业环境检查", "重点检查事项", "《环境保护法》第二十四条", "高", "", "一年两次", DEPARTMENTS[5], "企业", "现场检查", ""],
];

const REGISTRIES = { objects: "objects.csv", inspectors: "inspectors.csv", recusals: "recusals.csv", history: "history.csv", items: "items.csv" };
const SOURCES: NonNullable<Plan["sources"]> = [{ kind: "secret" }, { kind: "witness", name: "派驻纪检监察组" }, { kind: "dice", sides: 10, count: 20 }];
const TIERS = [
  { risk: "*", credit: "A", ratio: "1%" },
  { risk: "*", credit: "B", ratio: "3%" },
  { risk: "高", credit: "C", ratio: "25%" },
  { risk: "*", credit: "C", ratio: "20%" },
  { risk: "*", credit: "D", ratio: "60%" },
];

function makePlan(id: string, title: string, today: string, tasks: readonly Task[], more: Partial<Plan>): Plan {
  return {
    schema: "dualdraw/plan/v1",
    id,
    title,
    authority: AUTHORITY,
    visitWindow: { from: addDays(today, 14), to: addDays(today, 45) },
    registries: REGISTRIES,
    tasks,
    sources: SOURCES,
    ...more,
  };
}

/** Three departments visit hotels together. */
function jointPlan(today: string): Plan {
  const scope = { region: ["320699"], industry: ["H61"] };
  const tasks: Task[] = [
    {
      id: "hotel-market", title: "酒店宾馆登记及公示信息检查", kind: "general", items: ["SC-012", "SC-013"], scope, within: ["region"],
      size: { tiers: TIERS, flags: [{ tag: "投诉多发", times: 2 }], bound: "at-least", ceiling: "12%" },
      exclude: { inspectedWithinMonths: 6, yearlyCap: { A: 1, "*": 2 } }, reserves: 1,
      team: [{ department: AUTHORITY, role: "lead", count: 1 }, { department: AUTHORITY, role: "member", count: 1 }],
    },
    {
      id: "hotel-fire", title: "酒店宾馆消防安全检查", kind: "key", items: ["XF-003"], scope, size: { ratio: "8%" }, reserves: 1,
      team: [{ department: DEPARTMENTS[1], role: "member", count: 2, qualification: ["消防监督检查"] }, { department: INSTITUTE, role: "expert", count: 1 }],
    },
    {
      id: "hotel-tourism", title: "旅游住宿经营检查", kind: "general", items: ["WL-007"], scope, size: { ratio: "5%" },
      team: [{ department: DEPARTMENTS[2], role: "member", count: 2 }],
    },
  ];
  const staffing = { region: "same", rotate: true, standIns: 2, load: "year", catchUp: 2 } as const;
  const direct = { basis: "执法检查人员有限、不能满足随机抽查基本条件的，可以采取直接委派方式" };
  return makePlan("YX-JOINT-01", "酒店宾馆部门联合双随机抽查", today, tasks, { together: true, batches: 3, staffing, direct });
}

/** Every chemical works is inspected; the lot decides the order. */
function completePlan(today: string): Plan {
  const task: Task = {
    id: "chemical", title: "化工企业特种设备检查", kind: "key", items: ["SC-020"], scope: { industry: ["C26"] }, size: { ratio: "100%" },
    team: [{ department: AUTHORITY, role: "lead", count: 1, expertise: ["特种设备"] }, { department: AUTHORITY, role: "member", count: 1 }],
  };
  const direct = { basis: "执法检查人员有限、不能满足随机抽查基本条件的，可以采取直接委派方式" };
  return makePlan("YX-ALL-02", "化工企业特种设备全覆盖检查", today, [task], { batches: 4, staffing: { standIns: 1 }, direct });
}

/** Two people of the education bureau cannot visit everybody who is drawn. */
function shortPlan(today: string): Plan {
  const task: Task = {
    id: "training", title: "培训机构检查", kind: "key", items: ["XF-003"], scope: { industry: ["P83"] }, size: { count: 120 }, reserves: 2,
    team: [{ department: DEPARTMENTS[7], role: "lead", count: 1 }, { department: DEPARTMENTS[1], role: "member", count: 1, expertise: ["卫生"] }],
  };
  const direct = { basis: "执法检查人员有限、不能满足随机抽查基本条件的，可以采取直接委派方式" };
  return makePlan("YX-SHORT-03", "培训机构检查（人员不足）", today, [task], { staffing: { region: "same" }, direct });
}

/** Makes a county; equal options give equal bytes. */
export function makeCounty(options: CountyOptions): County {
  const dice = new Dice(options.seed);
  const objects = makeObjects(dice, options.objects, options.firstSerial ?? 0);
  const inspectors = makeInspectors(dice, options.inspectors, options.today);
  const { tables } = makeRelations(dice, objects, inspectors, options.today);
  return {
    tables: { "objects.csv": objects, "inspectors.csv": inspectors, ...tables, "items.csv": ITEMS },
    plans: { "plan.json": jointPlan(options.today), "plan-all.json": completePlan(options.today), "plan-short.json": shortPlan(options.today) },
  };
}
