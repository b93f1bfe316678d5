import type { Command } from "commander";
import { type CommandSet, parseNumber, parseYear } from "../command-set.js";
import { runItemsCheck, runItemsPublish } from "./item-commands.js";
import {
  runInit,
  runYearCheck,
  runYearDraw,
  runYearFile,
  runYearPublish,
  type ShowOption,
} from "./plan-commands.js";

function addInit(set: CommandSet): void {
  set
    .add({
      usage: "init <dir>",
      does: ["建立工作区：一年工作的各个CSV文件", "make a workspace: the CSV files of the year's work"],
      examples: [
        "dualdraw init 云溪县 --authority 云溪县市场监督管理局 --department 云溪县市场监督管理局 云溪县公安局",
      ],
    })
    .requiredOption("--authority <name>", set.say(["组织单位", "authority that answers for the draws"]))
    .option(
      "--department <name...>",
      set.say(["参与部门；缺省为组织单位", "departments; default: the authority"]),
    )
    .option("--year <year>", set.say(["第一个计划年度", "first year"]), parseYear, new Date().getFullYear())
    .action(async (directory: string, options: Parameters<typeof runInit>[2]) =>
      set.finish(await runInit(set.console(), directory, options)),
    );
}

function addItems(set: CommandSet): void {
  const items = set.group("items", ["随机抽查事项清单", "the item list"]);
  set
    .withShow(
      set.add(
        {
          usage: "check <dir>",
          does: ["检查清单，并与已公布的比较", "check the list and compare it with the published one"],
          examples: ["dualdraw items check 云溪县"],
        },
        items,
      ),
    )
    .action(async (directory: string, options: ShowOption) =>
      set.finish(await runItemsCheck(set.console(), directory, options)),
    );
  set
    .withShow(
      set.add(
        {
          usage: "publish <dir>",
          does: ["公布清单：网页、CSV、JSON", "publish the list as page, CSV and JSON"],
          examples: ["dualdraw items publish 云溪县"],
        },
        items,
      ),
    )
    .action(async (directory: string, options: ShowOption) =>
      set.finish(await runItemsPublish(set.console(), directory, options)),
    );
}

function addFiling(set: CommandSet, year: Command): void {
  set
    .add(
      {
        usage: "file <dir> <year>",
        does: ["登记计划已备案", "note that a version of the plan was filed"],
        examples: ["dualdraw year file 云溪县 2026 --revision 1 --on 2026-01-28"],
      },
      year,
    )
    .option("--revision <n>", set.say(["第几版", "version of the plan"]), parseNumber, 1)
    .option("--on <date>", set.say(["备案日期；缺省为今天", "day; default: today"]))
    .option("--note <text>", set.say(["备案机关或文号", "office or number"]))
    .option(
      "--correction <reason>",
      set.say(["更正已登记的日期，写明原因", "correct the entered day, and why"]),
    )
    .action(async (directory: string, year: number, options: Parameters<typeof runYearFile>[3]) =>
      set.finish(await runYearFile(set.console(), directory, year, options)),
    );
}

function addYear(set: CommandSet): void {
  const year = set.group("year", ["年度抽查工作计划", "the yearly plan"]);
  set
    .withShow(
      set.add(
        {
          usage: "check <dir> <year>",
          does: ["汇总各部门计划并检查", "merge the departments' plans and check them"],
          examples: ["dualdraw year check 云溪县 2026"],
        },
        year,
      ),
    )
    .action(async (directory: string, year: number, options: ShowOption) =>
      set.finish(await runYearCheck(set.console(), directory, year, options)),
    );
  set
    .withShow(
      set.add(
        {
          usage: "publish <dir> <year>",
          does: ["公布计划，或调整后的计划", "publish the plan, or the plan as adjusted"],
          examples: ["dualdraw year publish 云溪县 2026"],
        },
        year,
      ),
    )
    .action(async (directory: string, year: number, options: ShowOption) =>
      set.finish(await runYearPublish(set.console(), directory, year, options)),
    );
  addFiling(set, year);
  set
    .add(
      {
        usage: "draw <dir> <year> <task>",
        does: ["按年度计划生成一次抽取的计划", "write the plan of a task's draw from the yearly plan"],
        examples: ["dualdraw year draw 云溪县 2026 YX-2026-03"],
      },
      year,
    )
    .action(async (directory: string, year: number, task: string) =>
      set.finish(await runYearDraw(set.console(), directory, year, task)),
    );
}

/** Declares what comes before the draws of a year: workspace, item list, yearly plan. */
export function addYearCommands(set: CommandSet): void {
  addInit(set);
  addItems(set);
  addYear(set);
}
