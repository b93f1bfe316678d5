import { type Command, Option } from "commander";
import { resultSpec } from "../../year/results/result-rows.js";
import { type CommandSet, parseYear } from "../command-set.js";
import { runFeedbackConfirm, runFeedbackPropose } from "./feedback-commands.js";
import { runReport } from "./report-command.js";
import { runStatus, type StatusOptions } from "./status-command.js";
import { runDispatch } from "./dispatch-command.js";
import type { DayOptions } from "./plan-commands.js";
import {
  type PublishOptions,
  type ResultOptions,
  runResultAdd,
  runResultMissing,
  runResultPenalty,
  runResultPublish,
} from "./result-commands.js";

function withNonRandom(set: CommandSet, command: Command): Command {
  return command.option(
    "--non-random",
    set.say(["投诉举报、转办交办、数据监测的检查，不属抽取", "inspections that no draw ordered, kept apart"]),
  );
}

/** Fields of a result that `result enter` takes as options, with their names on the command line. */
const ENTERED = resultSpec.columns
  .map(({ field }) => field)
  .filter((field) => !["draw", "object", "item", "name", "itemName"].includes(field));

const optionOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function addResultEntry(set: CommandSet, group: Command): void {
  const add = set.add(
    {
      usage: "add <dir> <file>",
      does: ["录入一个部门的回填表", "enter a department's table of results"],
      examples: [
        "dualdraw result add 云溪县 回填/云溪县公安局.csv",
        "dualdraw result add 云溪县 投诉检查.csv --non-random",
      ],
    },
    group,
  );
  withNonRandom(set, set.withShow(add))
    .option("--draw <id>", set.say(["表中未填抽取编号时的抽取", "the draw of rows that name none"]))
    .action(async (directory: string, file: string, options: ResultOptions) =>
      set.finish(await runResultAdd(set.console(), directory, { file }, options)),
    );
  const enter = set.add(
    {
      usage: "enter <dir> <draw> <object> <item>",
      does: ["录入一条结果", "enter one result"],
      examples: [
        "dualdraw result enter 云溪县 YX-2026-01 91320699MA000005LJ SC-012 --department 云溪县市场监督管理局 --people 云320699000、云320699001 --date 2026-04-02 --method 现场检查 --result 未发现问题 --follow-up 无需后续处置 --confirmation 签字 --entered-by 云320699000",
      ],
    },
    group,
  );
  for (const field of ENTERED) {
    const column = resultSpec.columns.find((known) => known.field === field);
    enter.option(`--${optionOf(field)} <text>`, set.say([column?.headers[0] ?? field, field]));
  }
  withNonRandom(set, set.withShow(enter)).action(
    async (
      directory: string,
      draw: string,
      object: string,
      item: string,
      options: ResultOptions & Record<string, string>,
    ) => {
      const given = ENTERED.map((field) => [field, options[field] ?? ""] as const);
      const named = [
        ["draw", options.nonRandom === true ? "" : draw],
        ["object", object],
        ["item", item],
        ...given,
      ] as const;
      const nameOf = (field: string): string =>
        set.say([resultSpec.columns.find((column) => column.field === field)?.headers[0] ?? field, field]);
      const cells = Object.fromEntries(named.map(([field, value]) => [nameOf(field), value]));
      set.finish(await runResultAdd(set.console(), directory, { cells }, { ...options, draw }));
    },
  );
}

function addResults(set: CommandSet): void {
  const result = set.group("result", ["检查结果：录入、更正、公示", "results: enter, correct, publish"]);
  addResultEntry(set, result);
  set
    .add(
      {
        usage: "missing <dir> [draw]",
        does: ["列出尚无结果或尚未公示的检查", "list visits without a result, or not published"],
        examples: ["dualdraw result missing 云溪县"],
      },
      result,
    )
    .action(async (directory: string, draw: string | undefined) =>
      set.finish(await runResultMissing(set.console(), directory, draw)),
    );
  set
    .add(
      {
        usage: "penalty <dir> <year> <document>",
        does: ["登记处罚信息已另行公示", "note that a penalty was published, apart from the inspection"],
        examples: ["dualdraw result penalty 云溪县 2026 云市监罚〔2026〕7号 --on 2026-04-21"],
      },
      result,
    )
    .option("--on <date>", set.say(["公示日期；缺省为今天", "day; default: today"]))
    .option("--note <text>", set.say(["说明", "note"]))
    .option(
      "--correction <reason>",
      set.say(["更正已登记的日期，写明原因", "correct the entered day, and why"]),
    )
    .action(async (directory: string, year: number, document: string, options: DayOptions) =>
      set.finish(await runResultPenalty(set.console(), directory, year, document, options)),
    );
  const publish = set.add(
    {
      usage: "publish <dir> <draw>",
      does: ["公示已录入的结果：网页和CSV", "publish what was entered as page and CSV"],
      examples: [
        "dualdraw result publish 云溪县 YX-2026-01",
        "dualdraw result publish 云溪县 2026 --non-random",
      ],
    },
    result,
  );
  withNonRandom(set, publish)
    .option("--department <name>", set.say(["只公示该部门的结果", "results of this department alone"]))
    .option("--channel <name...>", set.say(["公示渠道", "where it is published"]), [
      "国家企业信用信息公示系统",
      "部门网站",
    ])
    .action(async (directory: string, draw: string, options: PublishOptions) =>
      set.finish(await runResultPublish(set.console(), directory, draw, options)),
    );
}

function addStatus(set: CommandSet): void {
  set
    .add({
      usage: "status <dir>",
      does: ["一年的进展：到期、逾期、完成率、公示率", "where the year stands: due, overdue, rates"],
      examples: ["dualdraw status 云溪县", "dualdraw status 云溪县 --html 进展.html"],
    })
    .option("--year <year>", set.say(["年度", "year"]), parseYear)
    .option("--today <date>", set.say(["按此日期计算期限", "count terms as of this day"]))
    .option("--html <file>", set.say(["另写一个带图表的网页", "also write a page with charts"]))
    .action(async (directory: string, options: StatusOptions) =>
      set.finish(await runStatus(set.console(), directory, options)),
    );
  set
    .add({
      usage: "report <dir> <year>",
      does: ["半年或年终报告和抽查情况汇总表", "the half-year or year-end report and the summary table"],
      examples: ["dualdraw report 云溪县 2026 --part year-end"],
    })
    .addOption(
      new Option("--part <part>", set.say(["半年或年终", "half-year or year-end"]))
        .choices(["half-year", "year-end"])
        .makeOptionMandatory(),
    )
    .action(async (directory: string, year: number, options: { part: "half-year" | "year-end" }) =>
      set.finish(await runReport(set.console(), directory, year, options)),
    );
}

function addFeedback(set: CommandSet): void {
  const feedback = set.group("feedback", ["结果反馈到名录库", "results go back to the registries"]);
  const declare = (
    usage: string,
    does: readonly [string, string],
    run: (
      console: ReturnType<CommandSet["console"]>,
      directory: string,
      year: number,
    ) => Promise<Parameters<CommandSet["finish"]>[0]>,
  ): void => {
    set
      .add(
        { usage: `${usage} <dir> <year>`, does, examples: [`dualdraw feedback ${usage} 云溪县 2026`] },
        feedback,
      )
      .action(async (directory: string, year: number) =>
        set.finish(await run(set.console(), directory, year)),
      );
  };
  declare(
    "propose",
    [
      "由已公示的结果提出信用等级和标签的变更建议",
      "propose changes of tiers and tags from published results",
    ],
    runFeedbackPropose,
  );
  declare(
    "confirm",
    ["采纳决定过的建议，结果转为历史抽查", "apply what was decided; finished visits become history"],
    runFeedbackConfirm,
  );
}

/** Declares what comes after the draws of a year: dispatch, results, status, reports, feedback. */
export function addResultCommands(set: CommandSet): void {
  set
    .add({
      usage: "dispatch <dir> <draw>",
      does: [
        "派发：各组各部门名单、通知书、检查表、回填表",
        "lists, notices, check forms and result tables of a draw",
      ],
      examples: ["dualdraw dispatch 云溪县 YX-2026-01"],
    })
    .action(async (directory: string, draw: string) =>
      set.finish(await runDispatch(set.console(), directory, draw)),
    );
  addResults(set);
  addStatus(set);
  addFeedback(set);
}
