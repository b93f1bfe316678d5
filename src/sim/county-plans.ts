import type { Plan, Task } from "../core/index.js";
import { AUTHORITY, DEPARTMENTS, INSTITUTE } from "./county-words.js";

/** The day `days` after an ISO day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const REGISTRIES = {
  objects: "objects.csv",
  inspectors: "inspectors.csv",
  recusals: "recusals.csv",
  history: "history.csv",
  items: "items.csv",
};
const SOURCES: NonNullable<Plan["sources"]> = [
  { kind: "secret" },
  { kind: "witness", name: "派驻纪检监察组" },
  { kind: "dice", sides: 10, count: 20 },
];
const ROSTER: NonNullable<Plan["roster"]> = [
  { role: "discipline", name: "派驻纪检监察组", by: "paper", required: true },
  { role: "deputy", name: "县人大代表", by: "paper" },
];
const TIERS = [
  { risk: "*", credit: "A", ratio: "1%" },
  { risk: "*", credit: "B", ratio: "3%" },
  { risk: "高", credit: "C", ratio: "25%" },
  { risk: "*", credit: "C", ratio: "20%" },
  { risk: "*", credit: "D", ratio: "60%" },
];

function makePlan(
  id: string,
  title: string,
  today: string,
  tasks: readonly Task[],
  more: Partial<Plan>,
): Plan {
  return {
    schema: "dualdraw/plan/v1",
    id,
    title,
    authority: AUTHORITY,
    visitWindow: { from: addDays(today, 14), to: addDays(today, 45) },
    registries: REGISTRIES,
    tasks,
    sources: SOURCES,
    roster: ROSTER,
    ...more,
  };
}

/** Three departments visit hotels together. */
export function jointPlan(today: string): Plan {
  const scope = { region: ["320699"], industry: ["H61"] };
  const tasks: Task[] = [
    {
      id: "hotel-market",
      title: "酒店宾馆登记及公示信息检查",
      kind: "general",
      items: ["SC-012", "SC-013"],
      scope,
      within: ["region"],
      size: { tiers: TIERS, flags: [{ tag: "投诉多发", times: 2 }], bound: "at-least", ceiling: "12%" },
      exclude: { inspectedWithinMonths: 6, yearlyCap: { A: 1, "*": 2 } },
      reserves: 1,
      team: [
        { department: AUTHORITY, role: "lead", count: 1 },
        { department: AUTHORITY, role: "member", count: 1 },
      ],
    },
    {
      id: "hotel-fire",
      title: "酒店宾馆消防安全检查",
      kind: "key",
      items: ["XF-003"],
      scope,
      size: { ratio: "8%" },
      reserves: 1,
      team: [
        { department: DEPARTMENTS[1], role: "member", count: 2, qualification: ["消防监督检查"] },
        { department: INSTITUTE, role: "expert", count: 1 },
      ],
    },
    {
      id: "hotel-tourism",
      title: "旅游住宿经营检查",
      kind: "general",
      items: ["WL-007"],
      scope,
      size: { ratio: "5%" },
      team: [{ department: DEPARTMENTS[2], role: "member", count: 2 }],
    },
  ];
  const staffing = { region: "same", rotate: true, standIns: 2, load: "year", catchUp: 2 } as const;
  const direct = { basis: "执法检查人员有限、不能满足随机抽查基本条件的，可以采取直接委派方式" };
  return makePlan("YX-JOINT-01", "酒店宾馆部门联合双随机抽查", today, tasks, {
    together: true,
    batches: 3,
    staffing,
    direct,
  });
}

/** Every chemical works is inspected; the lot decides the order. */
export function completePlan(today: string): Plan {
  const task: Task = {
    id: "chemical",
    title: "化工企业特种设备检查",
    kind: "key",
    items: ["SC-020"],
    scope: { industry: ["C26"] },
    size: { ratio: "100%" },
    team: [
      { department: AUTHORITY, role: "lead", count: 1, expertise: ["特种设备"] },
      { department: AUTHORITY, role: "member", count: 1 },
    ],
  };
  const direct = { basis: "执法检查人员有限、不能满足随机抽查基本条件的，可以采取直接委派方式" };
  return makePlan("YX-ALL-02", "化工企业特种设备全覆盖检查", today, [task], {
    batches: 4,
    staffing: { standIns: 1 },
    direct,
  });
}

/** Fixed groups of two visit canteens: what is asked is asked of both together. */
export function groupPlan(today: string): Plan {
  const task: Task = {
    id: "catering",
    title: "餐饮服务单位检查",
    kind: "key",
    items: ["XF-003"],
    scope: { industry: ["H62"] },
    size: { ratio: "5%" },
    reserves: 1,
    team: [
      { department: AUTHORITY, role: "group", expertise: ["食品"], qualification: ["行政执法", "行政处罚"] },
    ],
  };
  return makePlan("YX-GROUP-04", "餐饮服务单位检查（检查小组）", today, [task], {
    registries: { ...REGISTRIES, groups: "groups.csv" },
    staffing: { region: "same", rotate: true, standIns: 2 },
  });
}

/** Two people of the education bureau cannot visit everybody who is drawn. */
export function shortPlan(today: string): Plan {
  const task: Task = {
    id: "training",
    title: "培训机构检查",
    kind: "key",
    items: ["XF-003"],
    scope: { industry: ["P83"] },
    size: { count: 120 },
    reserves: 2,
    team: [
      { department: DEPARTMENTS[7], role: "lead", count: 1 },
      { department: DEPARTMENTS[1], role: "member", count: 1, expertise: ["卫生"] },
    ],
  };
  const direct = { basis: "执法检查人员有限、不能满足随机抽查基本条件的，可以采取直接委派方式" };
  return makePlan("YX-SHORT-03", "培训机构检查（人员不足）", today, [task], {
    staffing: { region: "same" },
    direct,
  });
}
