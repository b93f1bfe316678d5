import type { Command } from "commander";
import type { Language } from "../core/index.js";
import { CommandSet } from "./command-set.js";
import { addDrawCommands } from "./declare-draw.js";
import { addEventCommands } from "./declare-events.js";
import { addArchiveCommands } from "./archive/declare-archive.js";
import { addReadingCommands } from "./declare-reading.js";
import { addSessionCommands } from "./declare-session.js";
import { addSetupCommands } from "./declare-setup.js";
import { addResultCommands } from "./year/declare-results.js";
import { addYearCommands } from "./year/declare-year.js";
import type { ExitCode } from "./terminal/exit.js";

/** The command line with all its commands, in the order in which a draw needs them. */
export function buildProgram(language: Language, finish: (code: ExitCode) => void): Command {
  const set = new CommandSet(language, finish);
  addSessionCommands(set);
  addDrawCommands(set);
  addEventCommands(set);
  addReadingCommands(set);
  addArchiveCommands(set);
  addYearCommands(set);
  addResultCommands(set);
  addSetupCommands(set);
  return set.program;
}
