import { existsSync } from "node:fs";
import { join } from "node:path";
import { dayInChina, type Plan, type PlannedSigner, type PlannedSource, refuse } from "../../core/index.js";
import { writeOnce } from "../../node/disk/durable-write.js";
import { openAsk } from "../terminal/ask.js";
import { runCheck } from "./check-command.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { countValues, readChoices, type RegistryChoices } from "../plan-new/choices.js";
import { Questions } from "../plan-new/questions.js";
import { askTask } from "../plan-new/task-questions.js";
import { SessionLeft } from "../session/room.js";

const DAY = 86_400_000;

function dayAfter(days: number): string {
  const instant = new Date(Date.now() + days * DAY).toISOString();
  return dayInChina(`${instant.slice(0, 19)}Z`) ?? "";
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

async function askRoster(questions: Questions): Promise<PlannedSigner[]> {
  const roles = ["discipline", "department", "deputy", "citizen", "media", "expert"].map((value) => ({
    value,
    count: 1,
  }));
  const roster: PlannedSigner[] = [];
  while (
    await questions.yes(
      roster.length === 0
        ? ["登记见证人吗（应有纪检监察人员）", "name a witness (discipline inspection should be one)"]
        : ["还有其他见证人吗", "another witness"],
      roster.length === 0,
    )
  ) {
    const role = (await questions.one(["身份", "role"], roles)) as PlannedSigner["role"];
    const name = await questions.text(["姓名或单位", "name"]);
    const key = await questions.text(
      ["公钥文件（没有则直接回车，在纸上签名）", "public key file (Enter: signs on paper)"],
      "",
      () => true,
    );
    const required = await questions.yes(["必须到场吗", "required"], role === "discipline");
    roster.push({ role, name, ...(key === "" ? { by: "paper" } : { key }), required });
  }
  return roster;
}

async function askSources(questions: Questions, roster: readonly PlannedSigner[]): Promise<PlannedSource[]> {
  const sources: PlannedSource[] = [];
  const secret: readonly [string, string] = [
    "名单在检查结束前保密吗（操作员另出一个秘密）",
    "keep the list sealed until the visits (the operator adds a secret)",
  ];
  if (await questions.yes(secret, true)) sources.push({ kind: "secret" });
  for (const { name } of roster)
    if (await questions.yes([`${name}写密签吗`, `does ${name} write a slip`], true))
      sources.push({ kind: "witness", name });
  const count = await questions.text(
    ["掷十面骰几次（至少20次才够）", "throws of a ten-sided die (20 are enough)"],
    "20",
    (text) => /^[0-9]{1,3}$/.test(text),
  );
  if (Number(count) > 0) sources.push({ kind: "dice", sides: 10, count: Number(count) });
  return sources;
}

async function askPlan(questions: Questions, choices: RegistryChoices): Promise<Plan> {
  const departments = countValues(choices.inspectors.map(({ department }) => department));
  const id = await questions.text(["抽取编号", "id of the draw"], `RD-${dayAfter(0)}`, (text) =>
    /^[\p{L}\p{Nd}._-]{1,64}$/u.test(text),
  );
  const title = await questions.text(["抽取名称", "title of the draw"]);
  const authority = await questions.one(["组织单位", "authority"], departments);
  const from = await questions.text(["检查开始日期", "first day of the visits"], dayAfter(14), isDate);
  const to = await questions.text(["检查结束日期", "last day of the visits"], dayAfter(44), isDate);
  const tasks: Plan["tasks"][number][] = [];
  do tasks.push(await askTask(questions, choices, tasks.length + 1));
  while (await questions.yes(["再加一个任务吗", "another task"], false));
  const standIns = Number(
    await questions.text(["每个席位候补几人", "stand-ins per slot"], "2", (text) =>
      /^[0-9]{1,2}$/.test(text),
    ),
  );
  const direct = await questions.text(
    [
      "人员不足时直接委派的依据（没有则直接回车）",
      "legal basis of direct assignment where people are too few (Enter: none)",
    ],
    "",
    () => true,
  );
  const roster = await askRoster(questions);
  const sources = await askSources(questions, roster);
  const hidden = await questions.yes(
    ["公开材料中隐去人员姓名吗", "hide people's names in what is published"],
    false,
  );
  return {
    schema: "dualdraw/plan/v1",
    id,
    title,
    authority,
    visitWindow: { from, to },
    registries: choices.registries,
    ...(tasks.length > 1 ? { together: true } : {}),
    tasks,
    staffing: { standIns },
    ...(direct === "" ? {} : { direct: { basis: direct } }),
    sources,
    ...(roster.length > 0 ? { roster } : {}),
    ...(hidden ? { publication: { people: "pseudonyms" } } : {}),
  };
}

/** `dualdraw plan new DIR`: asks with what the registries hold as the choices, writes the plan and checks it. */
export async function runPlanNew(
  console: Console,
  directory: string,
  options: { readonly output?: string },
): Promise<ExitCode> {
  const path = options.output ?? join(directory, "plan.json");
  if (existsSync(path)) refuse("file-exists", {}, { file: path });
  const choices = await readChoices(directory);
  const ask = openAsk();
  try {
    const plan = await askPlan(new Questions(console, ask), choices);
    writeOnce(path, Buffer.from(`${JSON.stringify(plan, null, 2)}\n`));
  } catch (error) {
    if (!(error instanceof SessionLeft)) throw error;
    console.note(console.say("未写出计划。", "no plan was written."));
    return EXIT.incomplete;
  } finally {
    ask.close();
  }
  console.print(path);
  return runCheck(console, path, { show: 20 });
}
