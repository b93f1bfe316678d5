import { type Command, Option } from "commander";
import type { KeyChange } from "../../node/archive/keys.js";
import { type CommandSet, parseNumber } from "../command-set.js";
import {
  type CheckpointOptions,
  type KeyCommandOptions,
  runArchiveCheckpoint,
  runArchiveKey,
  runArchiveWitness,
  type WitnessCommandOptions,
} from "./witness-commands.js";

/** Declares checkpoints, cosignatures and key statements. */
export function addWitnessCommands(set: CommandSet, archive: Command): void {
  const checkpoint = set.add(
    {
      usage: "checkpoint <archive>",
      does: [
        "签署、显示检查点，写出会签请求，加入会签",
        "sign and show the checkpoint, ask witnesses, take their cosignatures",
      ],
      examples: [
        "dualdraw archive checkpoint archive --key operator.key",
        "dualdraw archive checkpoint archive --since 0 -o request.txt",
        "dualdraw archive checkpoint archive --add cosigned.txt --witness deputy.pub",
      ],
    },
    archive,
  );
  set
    .withSigning(checkpoint)
    .option(
      "-o, --output <file>",
      set.say(["写出检查点（或会签请求）", "write the checkpoint, or with --since the request"]),
    )
    .addOption(
      new Option(
        "--since <size>",
        set.say([
          "写出会签请求，自见证人上次会签的条数起（首次为0）",
          "write a request for a witness who cosigned this size last (0 for the first time)",
        ]),
      ).argParser(parseNumber),
    )
    .option("--add <file>", set.say(["加入会签", "take a cosigned checkpoint"]))
    .option("--witness <key>", set.say(["会签人的公钥", "public key of the witness who cosigned"]))
    .action(async (path: string, options: CheckpointOptions) =>
      set.finish(await runArchiveCheckpoint(set.console(), path, options)),
    );
  addWitness(set, archive);
  addKeys(set, archive);
}

function addWitness(set: CommandSet, archive: Command): void {
  set
    .withOutput(
      set.add(
        {
          usage: "witness <request>",
          does: [
            "见证人在自己的设备上会签检查点；历史被改动时拒绝",
            "cosign a checkpoint on the witness's own device; refuses a changed history",
          ],
          examples: [
            "dualdraw archive witness request.txt --key deputy.key --name 人大代表 --memory seen.json --archive-key operator.pub -o cosigned.txt",
          ],
        },
        archive,
      ),
      ["会签后的检查点", "the cosigned checkpoint"],
    )
    .requiredOption("--key <file>", set.say(["见证人私钥", "the witness's private key"]))
    .option(
      "--passphrase-file <file>",
      set.say(["口令文件；缺省从终端输入", "file with the passphrase; asked on the terminal otherwise"]),
    )
    .requiredOption(
      "--name <name>",
      set.say(["见证人姓名，与名册一致", "the witness's name, as the roster has it"]),
    )
    .requiredOption(
      "--memory <file>",
      set.say(["记住所见检查点的文件，须一直保留", "file that remembers what was seen; keep it for good"]),
    )
    .option(
      "--archive-key <key>",
      set.say(["档案库公钥，首次会签时需要", "the archive's public key, needed the first time"]),
    )
    .action(async (request: string, options: WitnessCommandOptions) =>
      set.finish(await runArchiveWitness(set.console(), request, options)),
    );
}

function addKeys(set: CommandSet, archive: Command): void {
  const does = {
    introduce: ["登记一个公钥", "introduce a key"],
    replace: ["更换密钥", "replace a key"],
    revoke: ["撤销密钥", "revoke a key"],
  } as const;
  const key = archive
    .command("key")
    .copyInheritedSettings(set.program)
    .description(
      set.say([
        "密钥登记、更换、撤销，均记入日志",
        "keys introduced, replaced and revoked, as statements of the log",
      ]),
    )
    .helpOption("-h, --help", set.say(["显示帮助", "print help"]))
    .helpCommand("help [command]", set.say(["显示命令的帮助", "print help for a command"]));
  for (const action of ["introduce", "replace", "revoke"] as const) {
    const command = set.add(
      {
        usage: `${action} <archive>`,
        does: does[action],
        examples: [
          action === "replace"
            ? "dualdraw archive key replace archive --key old.key --new-key new.key --reason 定期更换"
            : `dualdraw archive key ${action} archive --role discipline --holder 派驻纪检监察组 --public-key witness.pub --key operator.key --reason 换岗`,
        ],
      },
      key,
    );
    addKeyOptions(set, command, action);
  }
}

function addKeyOptions(set: CommandSet, command: Command, action: KeyChange["action"]): void {
  set
    .withSigning(command)
    .addOption(
      new Option("--role <role>", set.say(["谁的密钥", "whose key"]))
        .choices(["archive", "operator", "discipline", "department", "deputy", "citizen", "media", "expert"])
        .default("archive"),
    )
    .option("--holder <name>", set.say(["持有人", "the holder's name"]), "")
    .option(
      "--public-key <key>",
      set.say(["所涉公钥；缺省为档案库现用公钥", "the key; default: the archive's key"]),
    )
    .requiredOption("--reason <text>", set.say(["原因", "why"]));
  if (action === "replace")
    command
      .option("--new-key <file>", set.say(["新私钥（同时签名）", "the new private key, which signs too"]))
      .option("--new-passphrase-file <file>", set.say(["新私钥的口令文件", "file with its passphrase"]))
      .option(
        "--new-public-key <key>",
        set.say(["新公钥（不在本机的密钥）", "the new public key, where its private key is elsewhere"]),
      );
  command.action(async (path: string, options: KeyCommandOptions) =>
    set.finish(await runArchiveKey(set.console(), path, action, options)),
  );
}
