import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { DualdrawError, type Language } from "../core/index.js";
import { runCheck } from "./check-command.js";
import { chooseLanguage, type Console, openConsole, printFault, printFaults } from "./console.js";
import { runDrawCommand, runFreeze, runKeygen, runOpen } from "./draw-commands.js";
import { EXIT, type ExitCode } from "./exit.js";
import { runExplain } from "./explain-command.js";
import type { SigningOptions } from "./passphrase.js";
import { runDemo, runInit } from "./sample-commands.js";
import { runVerify } from "./verify-command.js";
import { version } from "./version.js";

type Finish = (code: ExitCode) => void;

function parseShown(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

function addCommands(program: Command, language: Language, finish: Finish): void {
  const say = (zh: string, en: string): string => (language === "zh" ? zh : en);
  const consoleOf = (): Console => openConsole(language, program.opts<{ json?: true }>().json === true);
  const examples = (...lines: string[]): string => `\n${say("例：", "Examples:")}\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
  const command = (usage: string, zh: string, en: string, ...lines: string[]): Command =>
    program.command(usage).description(say(zh, en)).addHelpText("before", examples(...lines));
  const show = (): Option => new Option("--show <n>", say("最多显示多少条错误和警告", "print at most n errors and n warnings")).argParser(parseShown).default(50);
  const signing = (target: Command): Command =>
    target
      .option("--key <file>", say("操作员私钥（PKCS#8，加密）", "the operator's private key (PKCS#8, encrypted)"))
      .option("--passphrase-file <file>", say("口令文件；缺省从终端输入", "file with the passphrase; asked on the terminal otherwise"));

  command("check <plan>", "检查计划和名录库，一次列出所有问题", "check a plan and its registries; list every fault at once", "dualdraw check plan.json")
    .addOption(show())
    .action(async (plan: string, options: { show: number }) => finish(await runCheck(consoleOf(), plan, options)));
  signing(command("freeze <plan>", "封存：固定名单和规则", "fix lists and rules before any randomness exists", "dualdraw freeze plan.json -o RD-2026-014 --key operator.key"))
    .requiredOption("-o, --output <dir>", say("新的或空的目录", "a new or empty directory"))
    .addOption(show())
    .action(async (plan: string, options: SigningOptions & { output: string; show: number }) => finish(await runFreeze(consoleOf(), plan, options)));
  signing(command("open <dir>", "开种：录入各方的值，得出种子", "enter everybody's value; the seed follows", "dualdraw open RD-2026-014 --contributions values.json --key operator.key"))
    .requiredOption("--contributions <file>", say('各方的值：{"contributions":[…]}', 'the values: {"contributions":[…]}'))
    .action(async (directory: string, options: SigningOptions & { contributions: string }) => finish(await runOpen(consoleOf(), directory, options)));
  signing(command("draw <dir>", "抽取对象和人员，写出记录和名单", "draw objects and people; write the record and the lists", "dualdraw draw RD-2026-014 --key operator.key"))
    .action(async (directory: string, options: SigningOptions) => finish(await runDrawCommand(consoleOf(), directory, options)));
  command("verify <dir>", "仅凭文件核验一次抽取", "verify a draw from its files alone", "dualdraw verify RD-2026-014", "dualdraw verify RD-2026-014 --json")
    .action((directory: string) => finish(runVerify(consoleOf(), directory)));
  command("explain <dir> <id>", "说明某户为何被抽中或未被抽到，某人进过哪些签筒", "why a firm was or was not drawn; which hats a person was in", "dualdraw explain RD-2026-014 91320623MA1MXXXX0C")
    .action((directory: string, id: string) => finish(runExplain(consoleOf(), directory, id)));
  command("keygen", "生成操作员密钥", "make the operator's key", "dualdraw keygen -o operator.key")
    .requiredOption("-o, --output <file>", say("私钥文件；公钥另存为 FILE.pub", "private key file; the public key goes to FILE.pub"))
    .option("--passphrase-file <file>", say("口令文件", "file with the passphrase"))
    .option("--force", say("覆盖已有文件", "replace existing files"))
    .action(async (options: { output: string; passphraseFile?: string; force?: true }) => finish(await runKeygen(consoleOf(), options)));
  command("init <dir>", "写出示例名录库和计划", "write example registries and a plan", "dualdraw init county")
    .action((directory: string) => finish(runInit(consoleOf(), directory)));
  command("demo [dir]", "在示例县上走完一次抽取并核验", "a complete draw on the sample county, verified", "dualdraw demo")
    .action(async (directory: string | undefined) => finish(await runDemo(consoleOf(), directory ?? `demo-${Date.now().toString(36)}`)));
}

function reportError(error: unknown, language: Language, json: boolean): ExitCode {
  const console = openConsole(language, json);
  if (error instanceof DualdrawError) {
    if (error.faults === undefined) printFault(console, error.fault);
    else printFaults(console, error.faults);
    return EXIT.badInput;
  }
  console.note(console.say("dualdraw: 错误: 程序内部故障，请连同以下信息报告：", "dualdraw: error: internal fault; please report it with the following:"));
  console.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.internal;
}

/**
 * Runs the command line and returns the exit code.
 *
 * @param argv words after the program's name
 */
export async function runCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const language = chooseLanguage(argv, env);
  const program = new Command("dualdraw")
    .description(language === "zh" ? "双随机、一公开：谁也无法左右、人人可以核验的抽取" : "a draw that nobody can steer and anybody can check")
    .version(version)
    .option("--lang <zh|en>", language === "zh" ? "语言" : "language")
    .option("--json", language === "zh" ? "以JSON输出结果" : "print results as JSON")
    .exitOverride();
  let code: ExitCode = EXIT.done;
  addCommands(program, language, (result) => (code = result));
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return reportError(error, language, argv.includes("--json"));
  }
}
