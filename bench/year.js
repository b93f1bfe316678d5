// The year around the draws: forms of a large draw, and where five years of draws stand.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeJson } from "../dist/core/index.js";
import { nodeSha256 } from "../dist/node/draw/draw-directory.js";
import { appendChained } from "../dist/year/register/chain.js";
import { timeProgram, timeProgramUntil } from "./measure.js";

const OFFICE = "甲局";
const ITEMS = `事项编码,事项名称,事项类别,检查依据,检查主体,检查方式,检查内容,参与部门,清单类型,法制审查人,法制审查日期
J-1,登记检查,重点,《条例》第一条,甲局,现场检查,执照,,部门,周某,2026-01-05
J-2,公示检查,重点,《条例》第二条,甲局,网络检查,年报,,部门,周某,2026-01-05
`;
const HEAD = "任务编号,任务名称,任务类型,发起部门,抽查事项,抽查数量,开始日期,结束日期\n";
const YEAR = 2099;

/** A workspace of 20 000 firms and 400 people with a task of so many visits. */
function makeWorkspace(folder, visits) {
  timeProgram("init", folder, "--authority", OFFICE, "--year", String(YEAR));
  const objects = Array.from(
    { length: 20_000 },
    (_, i) => `DX-${i + 10_000},商行${i},企业,3206,F52,${"ABCD"[i % 4]},存续,一号路${i}号,某某,0000${i}`,
  );
  const people = Array.from(
    { length: 400 },
    (_, i) => `P${i + 1000},人${i},${OFFICE},9999-09-09,有效,执法人员`,
  );
  const write = (name, text) => writeFileSync(join(folder, name), text);
  write(
    "objects.csv",
    `对象编号,名称,对象类型,行政区划,行业代码,信用等级,登记状态,住所,法定代表人,联系电话\n${objects.join("\n")}\n`,
  );
  write("inspectors.csv", `执法证号,姓名,单位,证件有效期,状态,人员类别\n${people.join("\n")}\n`);
  write("items.csv", ITEMS);
  write(
    `plan/${YEAR}/${OFFICE}.csv`,
    `${HEAD}T-1,大抽查,部门,${OFFICE},J-1、J-2,${visits},${YEAR}-03-02,${YEAR}-04-02\nT-2,小抽查,部门,${OFFICE},J-1、J-2,20,${YEAR}-05-04,${YEAR}-06-04\n`,
  );
  timeProgram("items", "publish", folder);
  timeProgram("year", "publish", folder, String(YEAR));
}

function draw(folder, task) {
  const values = join(folder, "values.json");
  const contributions = [
    { kind: "witness", name: "派驻纪检监察组", value: "九月" },
    { kind: "dice", value: "31415926535897932384" },
  ];
  writeFileSync(values, JSON.stringify({ contributions }));
  timeProgram("year", "draw", folder, String(YEAR), task);
  const target = join(folder, "draws", task);
  timeProgram("freeze", join(folder, "prepared", task, "plan.json"), "-o", target);
  timeProgram("open", target, "--contributions", values);
  timeProgram("draw", target);
  return target;
}

/** Results of all visits of a draw, entered and published. */
function journalOf(id, commitment, visits) {
  const results = visits.flatMap(({ object, team }) =>
    ["J-1", "J-2"].map((item) => ({
      kind: "result",
      object,
      item,
      department: OFFICE,
      people: team.map(({ inspector }) => inspector),
      date: `${YEAR}-05-11`,
      method: "现场检查",
      result: "未发现问题",
      problem: "",
      followUp: "无需后续处置",
      confirmation: "signed",
      enteredBy: team[0]?.inspector ?? "P1000",
    })),
  );
  const published = {
    kind: "published",
    department: OFFICE,
    entries: results.map((_, i) => i + 1),
    on: `${YEAR}-05-20`,
    channels: ["网站"],
  };
  const chain = appendChained([], [...results, published], `${YEAR}-05-20T08:00:00Z`, nodeSha256);
  return { schema: "dualdraw/results/v1", draw: id, commitment, ...chain };
}

/** Publishes a plan of a year in which each of so many draws has its task; returns what the draws name it by. */
function publishTasks(folder, year, ids) {
  const published = readFileSync(join(folder, "published", `plan-${YEAR}-001.json`));
  const plan = JSON.parse(published.toString());
  const task = plan.tasks.find(({ id }) => id === "T-2");
  const tasks = ids.map((id) => ({ ...task, id }));
  const isNext = year === YEAR;
  const bytes = encodeJson({
    ...plan,
    year,
    revision: isNext ? 2 : 1,
    ...(isNext ? { previous: nodeSha256(published) } : {}),
    tasks: isNext ? [...plan.tasks, ...tasks] : tasks,
  });
  writeFileSync(join(folder, "published", `plan-${year}-00${isNext ? 2 : 1}.json`), bytes);
  return { year, revision: isNext ? 2 : 1, sha256: nodeSha256(bytes) };
}

/** Copies a small draw until there are so many of each of five years, each with its task and its results. */
function multiply(folder, source, draws) {
  const commitment = JSON.parse(readFileSync(join(source, "commitment.json"), "utf8"));
  const record = readFileSync(join(source, "record.json"));
  const { visits } = JSON.parse(record.toString());
  for (let back = 0; back < 5; back++) {
    const ids = Array.from({ length: draws }, (_, i) => `S-${back}-${i}`);
    const named = publishTasks(folder, YEAR - back, ids);
    for (const id of ids) {
      const bytes = encodeJson({
        ...commitment,
        plan: { ...commitment.plan, id, yearPlan: { ...named, task: id } },
      });
      const target = join(folder, "draws", id);
      mkdirSync(target);
      writeFileSync(join(target, "commitment.json"), bytes);
      writeFileSync(join(target, "record.json"), record);
      writeFileSync(
        join(folder, "results", `${id}.json`),
        encodeJson(journalOf(id, nodeSha256(bytes), visits)),
      );
    }
  }
}

/** Rows of dispatch and status. */
export function benchYear(row, folder, visits, draws) {
  makeWorkspace(folder, visits);
  draw(folder, "T-1");
  const sent = timeProgram("dispatch", folder, "T-1");
  row(
    `dispatch: notices and check forms of ${visits} visits`,
    `${sent.seconds.toFixed(2)} s, ${sent.megabytes.toFixed(0)} MB`,
    "target 20 s",
  );
  multiply(folder, draw(folder, "T-2"), draws);
  const status = timeProgramUntil(4, "status", folder, "--today", `${YEAR}-05-21`);
  row(
    `status: five years of ${draws} draws of 20 visits`,
    `${status.seconds.toFixed(2)} s, ${status.megabytes.toFixed(0)} MB`,
    "target 3 s",
  );
}
