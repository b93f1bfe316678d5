// A joint draw of a whole province: every visit needs people of two departments, of its own county, one of them with an expertise.
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import {
  completeDraw,
  FaultList,
  InspectorParser,
  ObjectParser,
  checkDraw,
  drawTasks,
} from "../dist/core/index.js";
import { nodeSha256 } from "../dist/node/draw/draw-directory.js";

const COUNTIES = 100;
const DEPARTMENTS = ["市场监督管理局", "消防救援支队"];
const EXPERTISE = ["食品", "特种设备", "计量"];

const countyOf = (n) => String(320_000 + 1000 + (n % COUNTIES));

function number(text, below) {
  return Number.parseInt(nodeSha256(text).slice(0, 8), 16) % below;
}

function readObjects(visits) {
  const faults = new FaultList();
  const parser = new ObjectParser("objects.csv", faults, []);
  parser.header(["id", "name", "region", "tags", "status"], 1);
  for (let i = 0; i < visits; i++)
    // Counties are of different size, as they are.
    parser.row(
      [
        `91320000P${String(i).padStart(7, "0")}`,
        `户${i}`,
        countyOf(Math.min(number(`a${i}`, 997), number(`b${i}`, 997))),
        EXPERTISE[number(`t${i}`, 4)] ?? "",
        "存续",
      ],
      i + 2,
    );
  return parser.finish().objects;
}

function readPeople(people, cap) {
  const parser = new InspectorParser("inspectors.csv", new FaultList());
  parser.header(["执法证号", "姓名", "单位", "业务专长", "区域", "证件有效期", "状态", "检查上限"], 1);
  for (let i = 0; i < people; i++) {
    const county = countyOf(Math.min(number(`c${i}`, 997), number(`d${i}`, 997)));
    const skills = EXPERTISE.filter((_, s) => number(`e${i}-${s}`, 10) < 3).join("、");
    // One in fifty serves in the whole province.
    const region = i % 50 === 0 ? "32" : county;
    parser.row(
      [
        `P${String(i).padStart(6, "0")}`,
        `员${i}`,
        DEPARTMENTS[i % 3 === 0 ? 1 : 0],
        skills,
        region,
        "长期",
        "有效",
        cap,
      ],
      i + 2,
    );
  }
  return parser.finish().inspectors;
}

function planOf() {
  const [market, fire] = DEPARTMENTS;
  const task = (expertise, i) => ({
    id: `t${i}`,
    kind: "key",
    items: ["I1"],
    scope: { tags: [expertise] },
    size: { ratio: "100%" },
    team: [
      { department: market, role: "lead", count: 1, expertise: [expertise] },
      { department: market, count: 1 },
    ],
  });
  return {
    schema: "dualdraw/plan/v1",
    id: "P-1",
    title: "省级联合抽查",
    authority: "省局",
    visitWindow: { from: "2036-03-09", to: "2036-03-27" },
    registries: { objects: "objects.csv", inspectors: "inspectors.csv" },
    tasks: [
      ...EXPERTISE.map(task),
      {
        id: "fire",
        kind: "key",
        items: ["I1"],
        size: { ratio: "100%" },
        team: [{ department: fire, count: 2 }],
      },
    ],
    staffing: { region: "same", standIns: 1 },
    direct: { basis: "文" },
  };
}

/** Seconds of staffing alone, and what came of it; with a cap, many counties have more visits than their people can make. */
export function benchProvince(visits, people, cap = "") {
  const plan = planOf();
  const registries = {
    extraColumns: [],
    objects: readObjects(visits),
    inspectors: readPeople(people, cap),
    recusals: [],
    history: [],
    items: [{ code: "I1", name: "事项", kind: "key", basis: "法", expertise: [], qualifications: [] }],
  };
  const faults = new FaultList();
  const preparation = checkDraw(plan, registries, faults);
  if (preparation === undefined) throw new Error(JSON.stringify(faults.kept.slice(0, 3)));
  const seed = nodeSha256("province");
  const { tasks, history } = preparation;
  const drawn = drawTasks(plan, tasks, preparation.registries, history, seed, nodeSha256);
  const start = performance.now();
  const lists = completeDraw(preparation, drawn, seed, nodeSha256);
  const seconds = (performance.now() - start) / 1000;
  const slots = lists.visits.reduce((sum, { team }) => sum + team.length, 0);
  return { seconds, visits: lists.visits.length, slots, direct: lists.direct.length, level: lists.level };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [visits = "50000", people = "5000", cap = ""] = process.argv.slice(2);
  const result = benchProvince(Number(visits), Number(people), cap);
  process.stdout.write(
    `${JSON.stringify(result)} ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
  );
}
