import { runCheck } from "./commands/check-command.js";
import type { CommandSet } from "./command-set.js";
import { runContribute } from "./commands/contribute-command.js";
import {
  type DrawOptions,
  type FreezeCommandOptions,
  runDrawCommand,
  runFreeze,
  runOpen,
} from "./commands/draw-commands.js";
import type { SigningOptions } from "./terminal/passphrase.js";

/** Declares the steps of a draw, each a command of its own for scripts. */
export function addDrawCommands(set: CommandSet): void {
  const check = set.add({
    usage: "check <plan>",
    does: ["检查计划和名录库，一次列出所有问题", "check a plan and its registries; list every fault at once"],
    examples: ["dualdraw check plan.json"],
  });
  set
    .withShow(check)
    .action(async (plan: string, options: { show: number }) =>
      set.finish(await runCheck(set.console(), plan, options)),
    );
  addFreeze(set);
  addValues(set);
  const draw = set.add({
    usage: "draw <dir>",
    does: ["抽取对象和人员，写出记录和名单", "draw objects and people; write the record and the lists"],
    examples: ["dualdraw draw RD-2026-014 --key operator.key"],
  });
  set
    .withTable(set.withSigning(draw))
    .option(
      "--print-sql <dialect>",
      set.say([
        "不抽取，只输出抽取所用的SQL：clickhouse、duckdb、postgresql、spark、trino",
        "draw nothing; print the SQL of the draw: clickhouse, duckdb, postgresql, spark, trino",
      ]),
    )
    .action(async (directory: string, options: DrawOptions) =>
      set.finish(await runDrawCommand(set.console(), directory, options)),
    );
}

function addFreeze(set: CommandSet): void {
  const freeze = set.add({
    usage: "freeze <plan>",
    does: ["封存：固定名单和规则", "fix lists and rules before any randomness exists"],
    examples: ["dualdraw freeze plan.json -o RD-2026-014 --key operator.key"],
  });
  set
    .withTable(set.withOutput(set.withShow(set.withSigning(freeze))))
    .option(
      "--archive <dir>",
      set.say([
        "档案库：封存先入日志再会签",
        "the archive: the freeze goes into its log before anybody signs",
      ]),
    )
    .option(
      "--previous <dir>",
      set.say([
        "上一次抽取的目录，用于报告名录库的变动",
        "an earlier draw, to report what changed in the registries",
      ]),
    )
    .action(async (plan: string, options: FreezeCommandOptions) =>
      set.finish(await runFreeze(set.console(), plan, options)),
    );
}

function addValues(set: CommandSet): void {
  set
    .add({
      usage: "contribute <dir> <source>",
      does: ["录入一方的值", "enter one value of the seed"],
      examples: [
        "dualdraw contribute RD-2026-014 dice --value 31415926535897932384",
        "dualdraw contribute RD-2026-014 drand --beacon beacon.json",
      ],
    })
    .option("--value <text>", set.say(["所报的值", "the value"]))
    .option("--value-file <file>", set.say(["含该值的文件", "file with the value"]))
    .option("--beacon <file>", set.say(["公共信标文件", "file with the public beacon"]))
    .action(
      (directory: string, source: string, options: { value?: string; valueFile?: string; beacon?: string }) =>
        set.finish(runContribute(set.console(), directory, source, options)),
    );
  const open = set.add({
    usage: "open <dir>",
    does: ["开种：由各方的值得出种子", "everybody's values give the seed"],
    examples: ["dualdraw open RD-2026-014 --contributions values.json --key operator.key"],
  });
  set
    .withSigning(open)
    .option(
      "--contributions <file>",
      set.say([
        '尚未逐个录入的值：{"contributions":[…]}',
        'values not entered one by one: {"contributions":[…]}',
      ]),
    )
    .option("--beacon <file>", set.say(["公共信标文件", "file with the public beacon"]))
    .action(
      async (directory: string, options: SigningOptions & { contributions?: string; beacon?: string }) =>
        set.finish(await runOpen(set.console(), directory, options)),
    );
}
