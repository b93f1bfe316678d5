import { InvalidArgumentError, Option } from "commander";
import { type CommandSet, parseNumber } from "./command-set.js";
import { runKeygen } from "./commands/draw-commands.js";
import { runPlanNew } from "./commands/plan-command.js";
import { runDemo, runSample } from "./commands/sample-commands.js";
import { runSelftestCommand } from "./commands/selftest-command.js";
import { runSimulate, type SimulateOptions } from "./commands/simulate-command.js";

/** Declares what is needed before and beside a draw. */
export function addSetupCommands(set: CommandSet): void {
  set
    .add({
      usage: "keygen",
      does: ["生成密钥（操作员或见证人）", "make a key, for the operator or a witness"],
      examples: ["dualdraw keygen -o operator.key"],
    })
    .requiredOption(
      "-o, --output <file>",
      set.say(["私钥文件；公钥另存为 FILE.pub", "private key file; the public key goes to FILE.pub"]),
    )
    .option("--passphrase-file <file>", set.say(["口令文件", "file with the passphrase"]))
    .option("--force", set.say(["覆盖已有文件", "replace existing files"]))
    .action(async (options: { output: string; passphraseFile?: string; force?: true }) =>
      set.finish(await runKeygen(set.console(), options)),
    );
  addPlans(set);
  addSimulation(set);
  addSamples(set);
}

function addPlans(set: CommandSet): void {
  const plan = set.group("plan", ["抽取计划", "plans"]);
  set
    .add(
      {
        usage: "new <dir>",
        does: [
          "以名录库中的内容为选项，问答生成计划",
          "write a plan by asking, with what the registries hold as the choices",
        ],
        examples: ["dualdraw plan new county"],
      },
      plan,
    )
    .option(
      "-o, --output <file>",
      set.say(["计划文件；缺省为 DIR/plan.json", "plan file; default: DIR/plan.json"]),
    )
    .action(async (directory: string, options: { output?: string }) =>
      set.finish(await runPlanNew(set.console(), directory, options)),
    );
}

function addSimulation(set: CommandSet): void {
  set
    .add({
      usage: "simulate <plan>",
      does: [
        "偏差自检：用公开的数生成种子，在真实名录上反复抽取，与精确概率比较",
        "bias self-test: draw with seeds from a visible number and compare with the exact probabilities",
      ],
      examples: [
        "dualdraw simulate county/plan.json",
        "dualdraw simulate RD-2026-014 --seeds 1000 --html bias.html",
      ],
    })
    .addOption(
      new Option("--seeds <n>", set.say(["模拟次数", "how many seeds"])).argParser(parseSeeds).default(200),
    )
    .option(
      "--number <text>",
      set.say(["生成种子的公开的数", "the visible number from which the seeds come"]),
      "1",
    )
    .option("--html <file>", set.say(["另写成带图的报告", "also a report with plots"]))
    .action(async (plan: string, options: SimulateOptions) =>
      set.finish(await runSimulate(set.console(), plan, options)),
    );
}

/** At least one seed, and no more than anybody would wait for. */
function parseSeeds(text: string): number {
  const seeds = parseNumber(text);
  if (seeds < 1 || seeds > 1_000_000) throw new InvalidArgumentError("expected 1 to 1000000.");
  return seeds;
}

function addSamples(set: CommandSet): void {
  set
    .add({
      usage: "selftest",
      does: [
        "自检：构造篡改目录中的每一种篡改并核验",
        "build every tampering of the catalogue and check that it is caught",
      ],
      examples: ["dualdraw selftest"],
    })
    .action(() => set.finish(runSelftestCommand(set.console())));
  set
    .add({
      usage: "sample <dir>",
      does: ["写出示例名录库和计划", "write example registries and a plan"],
      examples: ["dualdraw sample county"],
    })
    .action((directory: string) => set.finish(runSample(set.console(), directory)));
  set
    .add({
      usage: "demo [dir]",
      does: ["在示例县上走完一次抽取并核验", "a complete draw on the sample county, verified"],
      examples: ["dualdraw demo"],
    })
    .action(async (directory: string | undefined) =>
      set.finish(await runDemo(set.console(), directory ?? `demo-${Date.now().toString(36)}`)),
    );
}
