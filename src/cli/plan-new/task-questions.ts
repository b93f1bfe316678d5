import type { InspectionObject, Item, Plan, Task, TeamEntry } from "../../core/index.js";
import { countValues, type RegistryChoices } from "./choices.js";
import type { Questions } from "./questions.js";

const RATIO = /^[0-9]{1,12}(\/[0-9]{1,12}|(\.[0-9]{1,12})?%?)$/;
const isRatio = (text: string): boolean => RATIO.test(text);
const isCount = (text: string): boolean => /^[0-9]{1,6}$/.test(text);

/** Codes are matched by their beginning: a class or a county may be given for all that begin with it. */
function beginsWith(text: string, value: string): boolean {
  return value.startsWith(text);
}

async function askScope(
  questions: Questions,
  objects: Iterable<InspectionObject>,
): Promise<NonNullable<Task["scope"]>> {
  const of = (field: "region" | "industry" | "type"): ReturnType<typeof countValues> =>
    countValues([...objects].map((object) => object[field]));
  const region = await questions.several(["行政区划", "regions"], of("region"), beginsWith);
  const industry = await questions.several(["行业代码", "industries"], of("industry"), beginsWith);
  const type = await questions.several(["对象类型", "types of objects"], of("type"));
  return {
    ...(region.length > 0 ? { region } : {}),
    ...(industry.length > 0 ? { industry } : {}),
    ...(type.length > 0 ? { type } : {}),
  };
}

async function askSize(
  questions: Questions,
  objects: Iterable<InspectionObject>,
  kind: Task["kind"],
): Promise<Task["size"]> {
  const ways = [
    { value: questions.say(["统一比例", "one ratio"]), count: 1 },
    { value: questions.say(["按信用等级", "by credit tier"]), count: 1 },
    { value: questions.say(["固定户数", "a number"]), count: 1 },
  ];
  const way = await questions.one(["抽取多少", "how many"], ways);
  const ceiling =
    kind === "general"
      ? {
          ceiling: await questions.text(
            ["一般检查事项的比例上限", "legal ceiling of the ratio"],
            "10%",
            isRatio,
          ),
        }
      : {};
  if (way === ways[0]?.value)
    return { ratio: await questions.text(["抽查比例", "ratio"], "3%", isRatio), ...ceiling };
  if (way === ways[2]?.value)
    return {
      count: Number(await questions.text(["抽取户数", "number of objects"], "", isCount)),
      ...ceiling,
    };
  const tiers: { credit: string; ratio: string }[] = [];
  for (const { value } of countValues([...objects].map(({ credit }) => credit)).reverse())
    tiers.push({
      credit: value,
      ratio: await questions.text([`信用等级${value}的比例`, `ratio of credit tier ${value}`], "", isRatio),
    });
  tiers.push({
    credit: "*",
    ratio: await questions.text(["其余（未评级）的比例", "ratio of all others"], "3%", isRatio),
  });
  return { tiers, ...ceiling };
}

async function askTeam(questions: Questions, { inspectors }: RegistryChoices): Promise<TeamEntry[]> {
  const team: TeamEntry[] = [];
  do {
    const enforcement = inspectors.filter(({ category }) => category !== "辅助人员");
    const department = await questions.one(
      ["派员部门", "department that sends people"],
      countValues(enforcement.map((person) => person.department)),
    );
    const people = enforcement.filter((person) => person.department === department);
    const isExpert = people.every(({ category }) => category === "专家");
    const count = Number(
      await questions.text(["每户派几人", "people per visit"], isExpert ? "1" : "2", isCount),
    );
    const expertise = await questions.several(
      ["须有的业务专长", "expertise that each must have"],
      countValues(people.flatMap((person) => person.expertise)),
    );
    const qualification = await questions.several(
      ["须有的执法资质", "qualifications that each must have"],
      countValues(people.flatMap((person) => person.qualifications)),
    );
    team.push({
      department,
      role: isExpert ? "expert" : "member",
      count,
      ...(expertise.length > 0 ? { expertise } : {}),
      ...(qualification.length > 0 ? { qualification } : {}),
    });
  } while (await questions.yes(["还有其他部门派员吗", "does another department send people"], false));
  return team;
}

async function askKind(questions: Questions, items: readonly Item[]): Promise<Pick<Task, "kind" | "items">> {
  const shown = items.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }));
  const chosen = await questions.several(
    [
      `抽查事项（${shown.map(({ label }) => label).join("；") || "没有事项清单"}）`,
      `items (${shown.map(({ label }) => label).join("; ") || "no item list"})`,
    ],
    countValues(shown.map(({ value }) => value)),
  );
  const kinds = items.filter(({ code }) => chosen.includes(code)).map(({ kind }) => kind);
  if (chosen.length > 0)
    return { kind: kinds.every((kind) => kind === "key") ? "key" : "general", items: chosen };
  const key = await questions.yes(["是重点检查事项吗", "is it a key item (重点检查事项)"], false);
  return { kind: key ? "key" : "general" };
}

/** Asks for one task of a plan. */
export async function askTask(
  questions: Questions,
  choices: RegistryChoices,
  number: number,
): Promise<Plan["tasks"][number]> {
  questions.note([`—— 第${number}个任务`, `-- task ${number}`]);
  const id = await questions.text(["任务编号（字母、数字、-）", "id of the task"], `task-${number}`, (text) =>
    /^[\p{L}\p{Nd}._-]{1,64}$/u.test(text),
  );
  const title = await questions.text(["任务名称", "title of the task"]);
  const kind = await askKind(questions, choices.items);
  const scope = await askScope(questions, choices.objects);
  const size = await askSize(questions, choices.objects, kind.kind);
  const months = Number(
    await questions.text(
      ["近几个月内检查过的不抽（0＝不限）", "leave out what was inspected within how many months (0 = none)"],
      "0",
      isCount,
    ),
  );
  const reserves = Number(await questions.text(["每层候补户数", "reserves per cell"], "2", isCount));
  const team = await askTeam(questions, choices);
  return {
    id,
    title,
    ...kind,
    scope,
    size,
    ...(months > 0 ? { exclude: { inspectedWithinMonths: months } } : {}),
    reserves,
    team,
  };
}
