import type { CommandSet } from "./command-set.js";
import { runExplain } from "./commands/explain-command.js";
import { runVerify, type VerifyCommandOptions } from "./commands/verify-command.js";

/** Declares the commands that change nothing. */
export function addReadingCommands(set: CommandSet): void {
  set
    .add({
      usage: "verify <dir>",
      does: ["仅凭文件核验一次抽取", "verify a draw from its files alone"],
      examples: [
        "dualdraw verify RD-2026-014",
        "dualdraw verify RD-2026-014 --trust 派驻纪检监察组=witness.pub --expect-commitment 'd4d4 954e …'",
      ],
    })
    .option(
      "--trust <[name=]key...>",
      set.say([
        "您另行取得的公钥（十六进制或文件），前加“姓名=”：钉定，签名方可归属",
        "public keys that you have from elsewhere, hex or file, with NAME= in front: pinned, so signatures are attributable",
      ]),
    )
    .option(
      "--expect-commitment <digest>",
      set.say(["当日抄下的封存摘要", "the commitment digest noted on the day"]),
    )
    .option(
      "--expect-record <digest>",
      set.say(["当日公布的记录摘要", "the record digest published on the day"]),
    )
    .option("--expect-dice <throws>", set.say(["当日记下的骰子", "the dice noted on the day"]))
    .option(
      "--previous <dir>",
      set.say(["封存时比较过的上一次抽取", "the earlier draw with which the freeze compared"]),
    )
    .option("--brief", set.say(["只显示不符和未查的项目", "print failed and skipped checks alone"]))
    .action((directory: string, options: VerifyCommandOptions) =>
      set.finish(runVerify(set.console(), directory, options)),
    );
  set
    .add({
      usage: "explain <dir> <id>",
      does: [
        "说明某户为何被抽中或未被抽到，某人进过哪些签筒",
        "why a firm was or was not drawn; which hats a person was in",
      ],
      examples: [
        "dualdraw explain RD-2026-014 91320623MA1MXXXX0C",
        "dualdraw explain RD-2026-014 91320623MA1MXXXX0C --html why.html",
      ],
    })
    .option(
      "--html <file>",
      set.say([
        "另写成可打印的一页，含手工验算的命令",
        "also a page to print, with the commands to recompute it by hand",
      ]),
    )
    .action((directory: string, id: string, options: { html?: string }) =>
      set.finish(runExplain(set.console(), directory, id, options)),
    );
}
