import { type Command, Option } from "commander";
import type { RecordFormPart } from "../forms/record-form.js";
import { runBeaconCheck, runBeaconFetch } from "./commands/beacon-command.js";
import type { CommandSet } from "./command-set.js";
import { type FormKind, formKinds, runForm } from "./commands/form-command.js";
import type { SigningOptions } from "./terminal/passphrase.js";
import { runSession, type SessionOptions } from "./session/session-command.js";
import { runAttest, runSignImport, runSignMake, runSignRequest } from "./commands/sign-commands.js";

/** Declares the guided session and what people sign. */
export function addSessionCommands(set: CommandSet): void {
  const session = set.add({
    usage: "session <plan-or-dir>",
    does: [
      "当众抽取的全程引导，可随时离开、继续",
      "one guided run with people watching; leave and go on at any step",
    ],
    examples: [
      "dualdraw session plan.json --key operator.key",
      "dualdraw session RD-2026-014 --key operator.key",
    ],
  });
  set
    .withSigning(session)
    .option(
      "-o, --output <dir>",
      set.say([
        "抽取目录；缺省为计划旁以编号命名的目录",
        "draw directory; default: the plan's id beside the plan",
      ]),
    )
    .option(
      "--archive <dir>",
      set.say([
        "档案库：封存先入日志再会签",
        "the archive: the freeze goes into its log before anybody signs",
      ]),
    )
    .option(
      "--previous <dir>",
      set.say(["上一次抽取的目录", "an earlier draw, to compare the registries with"]),
    )
    .action(async (target: string, options: SessionOptions) =>
      set.finish(await runSession(set.console(), target, options)),
    );
  addSigning(set);
  addForms(set);
  addBeacons(set);
}

function addSigning(set: CommandSet): void {
  const sign = set.group("sign", ["在签名人自己的设备上签名", "signatures made on the signer's own device"]);
  set
    .withOutput(
      set.add(
        {
          usage: "request <dir> <statement>",
          does: ["写出待签文件", "write the bytes to be signed"],
          examples: ["dualdraw sign request RD-2026-014 commitment -o commitment.tosign"],
        },
        sign,
      ),
      ["待签文件", "the file to be signed"],
    )
    .action((directory: string, statement: string, options: { output: string }) =>
      set.finish(runSignRequest(set.console(), directory, statement, options)),
    );
  const make = set.add(
    {
      usage: "make <file>",
      does: ["在自己的设备上签名", "sign on one's own device"],
      examples: ["dualdraw sign make commitment.tosign --key witness.key -o commitment.sig"],
    },
    sign,
  );
  set
    .withOutput(set.withSigning(make), ["签名文件", "the signature file"])
    .action(async (request: string, options: SigningOptions & { output: string }) =>
      set.finish(await runSignMake(set.console(), request, options)),
    );
  addImport(set, sign);
  addAttest(set);
}

function addImport(set: CommandSet, sign: Command): void {
  set
    .add(
      {
        usage: "import <dir> <statement>",
        does: ["加入签名（Ed25519原始签名或OpenSSH签名）", "add a signature, raw Ed25519 or OpenSSH"],
        examples: ["dualdraw sign import RD-2026-014 commitment --signer 2 --signature commitment.sig"],
      },
      sign,
    )
    .requiredOption(
      "--signer <number-or-name>",
      set.say(["名册中的序号或姓名", "number or name in the roster"]),
    )
    .requiredOption("--signature <file>", set.say(["签名文件", "the signature file"]))
    .action((directory: string, statement: string, options: { signer: string; signature: string }) =>
      set.finish(runSignImport(set.console(), directory, statement, options)),
    );
}

function addAttest(set: CommandSet): void {
  const attest = set.add({
    usage: "attest <dir>",
    does: ["记入一人的见证或异议", "what one person says of the draw, or a reservation"],
    examples: [
      "dualdraw attest RD-2026-014 --signer 2 --scan page.pdf --key operator.key",
      'dualdraw attest RD-2026-014 --signer 3 --reservation "骰子落地后重掷一次" --key operator.key',
    ],
  });
  set
    .withSigning(attest)
    .requiredOption(
      "--signer <number-or-name>",
      set.say(["名册中的序号或姓名", "number or name in the roster"]),
    )
    .option("--reservation <text>", set.say(["异议", "the reservation in words"]))
    .option(
      "--scan <file>",
      set.say(["签名页扫描件，记其摘要", "scan of the signed page; its digest is kept"]),
    )
    .action(
      async (
        directory: string,
        options: SigningOptions & { signer: string; reservation?: string; scan?: string },
      ) => set.finish(await runAttest(set.console(), directory, options)),
    );
}

function addForms(set: CommandSet): void {
  const form = set.group("form", ["打印表格（HTML，A4）", "print-ready forms (HTML, A4)"]);
  const does: Readonly<Record<FormKind, readonly [string, string]>> = {
    freeze: ["封存单", "commitment digest, freeze report, room for the witnesses"],
    sheet: ["密封纸", "the operator's secret, to be sealed"],
    record: ["抽取记录单", "the record form"],
    notice: ["公示页", "the notice of the day"],
  };
  for (const kind of formKinds) {
    const command = set
      .add(
        { usage: `${kind} <dir>`, does: does[kind], examples: [`dualdraw form ${kind} RD-2026-014`] },
        form,
      )
      .option(
        "-o, --output <file>",
        set.say(["HTML文件；缺省在抽取目录的forms中", "HTML file; default: in forms of the draw directory"]),
      );
    if (kind === "record")
      command.addOption(
        new Option(
          "--part <part>",
          set.say([
            "名单封存时：day不含名单，list为名单附件",
            "sealed draws: day has no list, list is the annex",
          ]),
        ).choices(["full", "day", "list"]),
      );
    command.action((directory: string, options: { part?: RecordFormPart; output?: string }) =>
      set.finish(runForm(set.console(), kind, directory, options)),
    );
  }
}

function addBeacons(set: CommandSet): void {
  const beacon = set.group("beacon", ["公共随机信标（drand quicknet）", "public beacons (drand quicknet)"]);
  set
    .withOutput(
      set.add(
        {
          usage: "fetch <dir>",
          does: [
            "联网取得约定轮次的信标（唯一联网的命令）",
            "fetch the committed round (the only command that uses a network)",
          ],
          examples: ["dualdraw beacon fetch RD-2026-014 -o beacon.json"],
        },
        beacon,
      ),
      ["信标文件", "the beacon file"],
    )
    .option("--relay <url>", set.say(["信标网址", "where to fetch it"]))
    .action(async (directory: string, options: { output: string; relay?: string }) =>
      set.finish(await runBeaconFetch(set.console(), directory, options)),
    );
  set
    .add(
      {
        usage: "check <dir> [file]",
        does: ["说明约定的轮次；离线核对信标文件", "which round is committed; check a beacon file offline"],
        examples: ["dualdraw beacon check RD-2026-014 beacon.json"],
      },
      beacon,
    )
    .action((directory: string, file: string | undefined) =>
      set.finish(runBeaconCheck(set.console(), directory, file)),
    );
}
