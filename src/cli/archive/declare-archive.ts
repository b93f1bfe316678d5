import { type Command, InvalidArgumentError } from "commander";
import { type CommandSet, parseNumber } from "../command-set.js";
import type { SigningOptions } from "../terminal/passphrase.js";
import { addWitnessCommands } from "./declare-witnessing.js";
import {
  type ExportOptions,
  runArchiveAdd,
  runArchiveCreate,
  runArchiveExport,
  runArchiveList,
  runArchiveProve,
  runArchiveShow,
} from "./keep-commands.js";
import { runArchiveReport } from "./report-command.js";
import { type ArchiveVerifyOptions, runArchiveVerify } from "./verify-archive-command.js";

function collectNumber(text: string, earlier: readonly number[] = []): number[] {
  const number = parseNumber(text);
  if (number === 0) throw new InvalidArgumentError("draws count from 1.");
  return [...earlier, number];
}

/** Declares the archive: one file per draw, and a log that shows what is missing. */
export function addArchiveCommands(set: CommandSet): void {
  const archive = set.group("archive", ["档案库：一次一档", "the archive: one file per draw"]);
  addKeeping(set, archive);
  addReading(set, archive);
  addCopying(set, archive);
  addChecking(set, archive);
  addWitnessCommands(set, archive);
}

function addKeeping(set: CommandSet, archive: Command): void {
  const create = set.add(
    {
      usage: "create <archive>",
      does: ["新建档案库", "make an archive"],
      examples: ["dualdraw archive create archive --origin rudong.gov.cn/market --key operator.key"],
    },
    archive,
  );
  set
    .withSigning(create)
    .requiredOption(
      "--origin <name>",
      set.say(["独一无二的名称，不含空格和加号", "a name nobody else uses, without spaces and plus signs"]),
    )
    .action(async (path: string, options: SigningOptions & { origin: string }) =>
      set.finish(await runArchiveCreate(set.console(), path, options)),
    );
  const add = set.add(
    {
      usage: "add <archive> <dir>",
      does: ["归档一次抽取；再次执行只补新内容", "archive a draw; done again, it adds what is new"],
      examples: ["dualdraw archive add archive RD-2026-014 --key operator.key"],
    },
    archive,
  );
  set
    .withSigning(add)
    .action(async (path: string, directory: string, options: SigningOptions) =>
      set.finish(await runArchiveAdd(set.console(), path, directory, options)),
    );
}

function addReading(set: CommandSet, archive: Command): void {
  set
    .add(
      {
        usage: "list <archive>",
        does: ["列出各次抽取，含未完成和作废的", "list the draws, open and voided ones too"],
        examples: ["dualdraw archive list archive", "dualdraw archive list archive --open"],
      },
      archive,
    )
    .option("--open", set.say(["只列未抽取和逾期未公开的", "only those not drawn or not released in time"]))
    .action((path: string, options: { open?: true }) =>
      set.finish(runArchiveList(set.console(), path, options)),
    );
  set
    .add(
      {
        usage: "show <archive> <number>",
        does: ["显示一次抽取的文件和日志序号", "the files of a draw and their places in the log"],
        examples: ["dualdraw archive show archive 17"],
      },
      archive,
    )
    .action((path: string, draw: string) =>
      set.finish(runArchiveShow(set.console(), path, parseNumber(draw))),
    );
}

function addCopying(set: CommandSet, archive: Command): void {
  set
    .withOutput(
      set.add(
        {
          usage: "prove <archive> <number> [statement]",
          does: ["写出某份文件在日志中的证明", "write the proof that a statement stands in the log"],
          examples: ["dualdraw archive prove archive 17 record -o record.tlog-proof"],
        },
        archive,
      ),
      ["证明文件", "the proof file"],
    )
    .action((path: string, draw: string, statement: string | undefined, options: { output: string }) =>
      set.finish(runArchiveProve(set.console(), path, parseNumber(draw), statement ?? "commitment", options)),
    );
  set
    .withOutput(
      set.add(
        {
          usage: "export <archive>",
          does: ["导出全部、若干次抽取或公开部分", "copy all of it, some draws, or the public halves"],
          examples: [
            "dualdraw archive export archive -o backup",
            "dualdraw archive export archive --public -o for-everybody",
            "dualdraw archive export archive --draw 17 --directory -o RD-2026-014",
          ],
        },
        archive,
      ),
    )
    .option(
      "--draw <number>",
      set.say(["只导出此号（可重复）", "this draw only (may be repeated)"]),
      collectNumber,
    )
    .option("--public", set.say(["只导出公开部分", "the public halves only"]))
    .option("--directory", set.say(["导出为抽取目录", "as a draw directory"]))
    .action(async (path: string, options: ExportOptions) =>
      set.finish(await runArchiveExport(set.console(), path, options)),
    );
}

function withReader(set: CommandSet, command: Command): Command {
  return command
    .option(
      "--trust <[name=]key...>",
      set.say([
        "您另行取得的见证人公钥，前加“姓名=”",
        "witnesses' public keys that you have from elsewhere, with NAME= in front",
      ]),
    )
    .option("--archive-key <key>", set.say(["您所知的档案库公钥", "the archive's public key as you know it"]))
    .option("--checkpoint <file>", set.say(["您保存的检查点文件", "a checkpoint that you kept in a file"]))
    .option("--expect <size:root>", set.say(["纸上的检查点：条数:根", "a checkpoint from paper, SIZE:ROOT"]));
}

function addChecking(set: CommandSet, archive: Command): void {
  const verify = set.add(
    {
      usage: "verify <archive>",
      does: ["从磁盘逐字节核验档案库或其副本", "verify an archive, or a copy of it, byte by byte"],
      examples: [
        "dualdraw archive verify archive",
        "dualdraw archive verify archive --trust 人大代表=deputy.pub --expect '123: 5dc9 da79 …'",
      ],
    },
    archive,
  );
  withReader(set, verify)
    .option(
      "--draws",
      set.say(["并逐次重算每次抽取（较慢）", "compute every draw again too, as verify does (slower)"]),
    )
    .option("--brief", set.say(["只显示不符和未查的项目", "print failed and skipped checks alone"]))
    .action((path: string, options: ArchiveVerifyOptions) =>
      set.finish(runArchiveVerify(set.console(), path, options)),
    );
  const report = set.add(
    {
      usage: "report <archive>",
      does: [
        "四性检测报告（HTML、JSON）",
        "report for the hand-over: genuine, complete, usable, safe (HTML, JSON)",
      ],
      examples: ["dualdraw archive report archive -o report"],
    },
    archive,
  );
  set
    .withOutput(withReader(set, report))
    .action(async (path: string, options: ArchiveVerifyOptions & { output: string }) =>
      set.finish(await runArchiveReport(set.console(), path, options)),
    );
}
