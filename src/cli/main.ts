import { CommanderError } from "commander";
import { DualdrawError, type Language } from "../core/index.js";
import { chooseLanguage, openConsole, printFault, printFaults } from "./terminal/console.js";
import { EXIT, type ExitCode } from "./terminal/exit.js";
import { buildProgram } from "./program.js";

function reportError(error: unknown, language: Language, json: boolean): ExitCode {
  const console = openConsole(language, json);
  if (error instanceof DualdrawError) {
    if (error.faults === undefined) printFault(console, error.fault);
    else printFaults(console, error.faults);
    return EXIT.badInput;
  }
  console.note(
    console.say(
      "dualdraw: 错误: 程序内部故障，请连同以下信息报告：",
      "dualdraw: error: internal fault; please report it with the following:",
    ),
  );
  console.note(error instanceof Error ? (error.stack ?? error.message) : "no error object");
  return EXIT.internal;
}

/**
 * Runs the command line and returns the exit code.
 *
 * @param argv words after the program's name
 */
export async function runCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const language = chooseLanguage(argv, env);
  let code: ExitCode = EXIT.done;
  const program = buildProgram(language, (result) => (code = result));
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return reportError(error, language, argv.includes("--json"));
  }
}
