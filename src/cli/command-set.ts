import { Command, InvalidArgumentError, Option } from "commander";
import type { Language } from "../core/index.js";
import { type Console, openConsole } from "./terminal/console.js";
import type { ExitCode } from "./terminal/exit.js";
import { version } from "./installed.js";

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
  [
    /^error: command-argument value '(.*)' is invalid for argument '(.*)'\..*/,
    "错误: 参数“$2”的取值“$1”无效",
  ],
  [/^error: too many arguments.*/, "错误: 参数过多"],
  [/\(Did you mean (.*)\?\)/, "（是否应为 $1？）"],
];

function translate(text: string): string {
  return CHINESE.reduce((result, [pattern, chinese]) => result.replace(pattern, chinese), text);
}

/** A text in both languages. */
export type Bilingual = readonly [zh: string, en: string];

/** Arguments that are numbers, by their name in the usage. */
const ARGUMENTS: ReadonlyMap<string, (text: string) => number> = new Map([
  ["year", parseYear],
  ["slot", parseNumber],
]);

/** One command as it is declared: usage, what it does, examples. */
export interface Declaration {
  readonly usage: string;
  readonly does: Bilingual;
  readonly examples: readonly string[];
}

/** The commands of the program in one language; `finish` is told the exit code of the one that ran. */
export class CommandSet {
  readonly program: Command;
  readonly #language: Language;
  readonly #finish: (code: ExitCode) => void;

  constructor(language: Language, finish: (code: ExitCode) => void) {
    this.#language = language;
    this.#finish = finish;
    const local = (text: string): string => (language === "zh" ? translate(text) : text);
    this.program = new Command("dualdraw")
      .description(
        this.say([
          "双随机、一公开：谁也无法左右、人人可以核验的抽取",
          "a draw that nobody can steer and anybody can check",
        ]),
      )
      .version(version, "-V, --version", this.say(["显示版本", "print the version"]))
      .helpOption("-h, --help", this.say(["显示帮助", "print help"]))
      .helpCommand("help [command]", this.say(["显示命令的帮助", "print help for a command"]))
      .addOption(new Option("--lang <language>", this.say(["语言", "language"])).choices(["zh", "en"]))
      .option("--json", this.say(["以JSON输出结果", "print results as JSON"]))
      .configureHelp({ styleTitle: local })
      .configureOutput({ outputError: (text, write) => write(`dualdraw: ${local(text)}`) })
      .exitOverride();
  }

  say([zh, en]: Bilingual): string {
    return this.#language === "zh" ? zh : en;
  }

  console(): Console {
    return openConsole(this.#language, this.program.opts<{ json?: true }>().json === true);
  }

  /** Takes the exit code of a command that ran. */
  finish(code: ExitCode): void {
    this.#finish(code);
  }

  /** Declares a command, or a subcommand of `parent`. */
  add({ usage, does, examples }: Declaration, parent: Command = this.program): Command {
    const lines = [this.say(["例：", "Examples:"]), ...examples.map((line) => `  ${line}`), ""];
    const command = this.#inherit(
      parent
        .command(usage)
        .description(this.say(does))
        .helpOption("-h, --help", this.say(["显示帮助", "print help"]))
        .addHelpText("before", lines.join("\n")),
    );
    for (const argument of command.registeredArguments) {
      const parse = ARGUMENTS.get(argument.name());
      if (parse !== undefined) argument.argParser(parse);
    }
    return command;
  }

  /** Declares a group of subcommands. */
  group(name: string, does: Bilingual): Command {
    return this.#inherit(
      this.program
        .command(name)
        .description(this.say(does))
        .helpOption("-h, --help", this.say(["显示帮助", "print help"]))
        .helpCommand("help [command]", this.say(["显示命令的帮助", "print help for a command"])),
    );
  }

  #inherit(command: Command): Command {
    return command.copyInheritedSettings(this.program);
  }

  withShow(command: Command): Command {
    const text = this.say(["最多显示多少条错误和警告", "print at most n errors and n warnings"]);
    return command.addOption(new Option("--show <n>", text).argParser(parseNumber).default(50));
  }

  withSigning(command: Command): Command {
    return command
      .option(
        "--key <file>",
        this.say(["操作员私钥（PKCS#8，加密）", "the operator's private key (PKCS#8, encrypted)"]),
      )
      .option(
        "--passphrase-file <file>",
        this.say(["口令文件；缺省从终端输入", "file with the passphrase; asked on the terminal otherwise"]),
      );
  }

  withOutput(command: Command, what: Bilingual = ["新的或空的目录", "a new or empty directory"]): Command {
    return command.requiredOption("-o, --output <path>", this.say(what));
  }

  /** Options of commands that work on objects in a database, or on more than the memory should hold. */
  withTable(command: Command): Command {
    return command
      .option(
        "--from <url>",
        this.say([
          "对象名录库所在的数据库：clickhouse://用户@主机:8123/库 或 duckdb:///文件",
          "database with the objects: clickhouse://USER@HOST:8123/DATABASE or duckdb:///FILE",
        ]),
      )
      .option("--table <name>", this.say(["其中的表；缺省 objects", "the table in it; default: objects"]))
      .option(
        "--password-file <file>",
        this.say(["数据库口令文件", "file with the password of the database"]),
      )
      .addOption(
        new Option(
          "--engine <name>",
          this.say([
            "大名录库的计算引擎；缺省：装有DuckDB则用之",
            "engine for large registries; default: DuckDB where it is installed",
          ]),
        ).choices(["auto", "built-in", "duckdb"]),
      );
  }

  /** Options of commands that record an event. */
  withReason(command: Command): Command {
    return this.withSigning(command)
      .requiredOption(
        "--reason <code>",
        this.say(["原因代码（见文档）", "code of the reason (see the docs)"]),
      )
      .option("--text <text>", this.say(["原因说明", "the reason in words"]))
      .option(
        "--evidence <file...>",
        this.say(["证明材料，记其摘要", "files that show it; their digests are kept"]),
      );
  }
}

/** Reads a whole number of an option or argument. */
export function parseNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

/** Reads a year. */
export function parseYear(text: string): number {
  if (!/^(19[7-9]|[2-9]\d\d)\d$/.test(text)) throw new InvalidArgumentError("expected a year.");
  return Number(text);
}
