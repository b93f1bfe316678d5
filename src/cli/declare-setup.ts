import type { CommandSet } from "./command-set.js";
import { runKeygen } from "./commands/draw-commands.js";
import { runPlanNew } from "./commands/plan-command.js";
import { runDemo, runInit } from "./commands/sample-commands.js";
import { runSelftestCommand } from "./commands/selftest-command.js";

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
      usage: "init <dir>",
      does: ["写出示例名录库和计划", "write example registries and a plan"],
      examples: ["dualdraw init county"],
    })
    .action((directory: string) => set.finish(runInit(set.console(), directory)));
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
