import { Command, InvalidArgumentError, Option } from "commander";
import type { Language } from "../core/index.js";
import { runCheck } from "./check-command.js";
import { type Console, openConsole } from "./console.js";
import { runDrawCommand, runFreeze, runKeygen, runOpen } from "./draw-commands.js";
import type { ExitCode } from "./exit.js";
import { runExplain } from "./explain-command.js";
import type { SigningOptions } from "./passphrase.js";
import { runDemo, runInit } from "./sample-commands.js";
import { runVerify } from "./verify-command.js";
import { version } from "./version.js";

/** Titles and messages of the command parser in Chinese. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^Usage:/, "用法："],
  [/^Arguments:/, "参数："],
  [/^Options:/, "选项："],
  [/^Commands:/, "命令："],
  [/^error: unknown option '(.*)'/, "错误: 未知选项“$1”"],
  [/^error: unknown command '(.*)'/, "错误: 未知命令“$1”"],
  [/^error: missing required argument '(.*)'/, "错误: 缺少参数“$1”"],
  [/^error: required option '(.*)' not specified/, "错误: 缺少必要选项“$1”"],
  [/^error: option '(.*)' argument missing/, "错误: 选项“$1”缺少取值"],
  [/^error: option '(.*)' argument '(.*)' is invalid\..*/, "错误: 选项“$1”的取值“$2”无效"],
  [/^error: too many arguments.*/, "错误: 参数过多"],
  [/\(Did you mean (.*)\?\)/, "（是否应为 $1？）"],
];

function translate(text: string): string {
  return CHINESE.reduce((result, [pattern, chinese]) => result.replace(pattern, chinese), text);
}

function parseShown(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

/** Builds the commands of the program in one language and tells the exit code of the one that ran. */
class ProgramBuilder {
  readonly program: Command;
  readonly #language: Language;
  readonly #finish: (code: ExitCode) => void;

  constructor(language: Language, finish: (code: ExitCode) => void) {
    this.#language = language;
    this.#finish = finish;
    const local = (text: string): string => (language === "zh" ? translate(text) : text);
    this.program = new Command("dualdraw")
      .description(
        this.#say(
          "双随机、一公开：谁也无法左右、人人可以核验的抽取",
          "a draw that nobody can steer and anybody can check",
        ),
      )
      .version(version, "-V, --version", this.#say("显示版本", "print the version"))
      .helpOption("-h, --help", this.#say("显示帮助", "print help"))
      .helpCommand("help [command]", this.#say("显示命令的帮助", "print help for a command"))
      .addOption(new Option("--lang <language>", this.#say("语言", "language")).choices(["zh", "en"]))
      .option("--json", this.#say("以JSON输出结果", "print results as JSON"))
      .configureHelp({ styleTitle: local })
      .configureOutput({ outputError: (text, write) => write(`dualdraw: ${local(text)}`) })
      .exitOverride();
  }

  #say(zh: string, en: string): string {
    return this.#language === "zh" ? zh : en;
  }

  #console(): Console {
    return openConsole(this.#language, this.program.opts<{ json?: true }>().json === true);
  }

  #add(usage: string, zh: string, en: string, ...examples: readonly string[]): Command {
    const lines = [this.#say("例：", "Examples:"), ...examples.map((line) => `  ${line}`), ""];
    return this.program
      .command(usage)
      .description(this.#say(zh, en))
      .helpOption("-h, --help", this.#say("显示帮助", "print help"))
      .addHelpText("before", lines.join("\n"));
  }

  #withShow(command: Command): Command {
    const text = this.#say("最多显示多少条错误和警告", "print at most n errors and n warnings");
    return command.addOption(new Option("--show <n>", text).argParser(parseShown).default(50));
  }

  #withSigning(command: Command): Command {
    return command
      .option(
        "--key <file>",
        this.#say("操作员私钥（PKCS#8，加密）", "the operator's private key (PKCS#8, encrypted)"),
      )
      .option(
        "--passphrase-file <file>",
        this.#say("口令文件；缺省从终端输入", "file with the passphrase; asked on the terminal otherwise"),
      );
  }

  addDrawCommands(): this {
    const check = this.#add(
      "check <plan>",
      "检查计划和名录库，一次列出所有问题",
      "check a plan and its registries; list every fault at once",
      "dualdraw check plan.json",
    );
    this.#withShow(check).action(async (plan: string, options: { show: number }) =>
      this.#finish(await runCheck(this.#console(), plan, options)),
    );
    const freeze = this.#add(
      "freeze <plan>",
      "封存：固定名单和规则",
      "fix lists and rules before any randomness exists",
      "dualdraw freeze plan.json -o RD-2026-014 --key operator.key",
    );
    this.#withShow(this.#withSigning(freeze))
      .requiredOption("-o, --output <dir>", this.#say("新的或空的目录", "a new or empty directory"))
      .action(async (plan: string, options: SigningOptions & { output: string; show: number }) =>
        this.#finish(await runFreeze(this.#console(), plan, options)),
      );
    const open = this.#add(
      "open <dir>",
      "开种：录入各方的值，得出种子",
      "enter everybody's value; the seed follows",
      "dualdraw open RD-2026-014 --contributions values.json --key operator.key",
    );
    this.#withSigning(open)
      .requiredOption(
        "--contributions <file>",
        this.#say('各方的值：{"contributions":[…]}', 'the values: {"contributions":[…]}'),
      )
      .action(async (directory: string, options: SigningOptions & { contributions: string }) =>
        this.#finish(await runOpen(this.#console(), directory, options)),
      );
    const draw = this.#add(
      "draw <dir>",
      "抽取对象和人员，写出记录和名单",
      "draw objects and people; write the record and the lists",
      "dualdraw draw RD-2026-014 --key operator.key",
    );
    this.#withSigning(draw).action(async (directory: string, options: SigningOptions) =>
      this.#finish(await runDrawCommand(this.#console(), directory, options)),
    );
    return this;
  }

  addReadingCommands(): this {
    this.#add(
      "verify <dir>",
      "仅凭文件核验一次抽取",
      "verify a draw from its files alone",
      "dualdraw verify RD-2026-014",
      "dualdraw verify RD-2026-014 --json",
    ).action((directory: string) => this.#finish(runVerify(this.#console(), directory)));
    this.#add(
      "explain <dir> <id>",
      "说明某户为何被抽中或未被抽到，某人进过哪些签筒",
      "why a firm was or was not drawn; which hats a person was in",
      "dualdraw explain RD-2026-014 91320623MA1MXXXX0C",
    ).action((directory: string, id: string) => this.#finish(runExplain(this.#console(), directory, id)));
    return this;
  }

  addSetupCommands(): this {
    this.#add("keygen", "生成操作员密钥", "make the operator's key", "dualdraw keygen -o operator.key")
      .requiredOption(
        "-o, --output <file>",
        this.#say("私钥文件；公钥另存为 FILE.pub", "private key file; the public key goes to FILE.pub"),
      )
      .option("--passphrase-file <file>", this.#say("口令文件", "file with the passphrase"))
      .option("--force", this.#say("覆盖已有文件", "replace existing files"))
      .action(async (options: { output: string; passphraseFile?: string; force?: true }) =>
        this.#finish(await runKeygen(this.#console(), options)),
      );
    this.#add(
      "init <dir>",
      "写出示例名录库和计划",
      "write example registries and a plan",
      "dualdraw init county",
    ).action((directory: string) => this.#finish(runInit(this.#console(), directory)));
    this.#add(
      "demo [dir]",
      "在示例县上走完一次抽取并核验",
      "a complete draw on the sample county, verified",
      "dualdraw demo",
    ).action(async (directory: string | undefined) =>
      this.#finish(await runDemo(this.#console(), directory ?? `demo-${Date.now().toString(36)}`)),
    );
    return this;
  }
}

/** The command line with all its commands. `finish` is told the exit code of the command that ran. */
export function buildProgram(language: Language, finish: (code: ExitCode) => void): Command {
  return new ProgramBuilder(language, finish).addDrawCommands().addReadingCommands().addSetupCommands()
    .program;
}
