import { type Fault, type FaultList, formatFault, type Language } from "../../core/index.js";

/** Where a command speaks: results on stdout, all else on stderr. */
export interface Console {
  readonly language: Language;
  readonly json: boolean;
  /** Chooses the sentence in the user's language. */
  say(zh: string, en: string): string;
  /** A line of the result. */
  print(line?: string): void;
  /** A line about the work. */
  note(line: string): void;
}

const DEFAULT_SHOWN = 50;

/** The language of `--lang`, else of the locale, else English. */
export function chooseLanguage(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const at = argv.indexOf("--lang");
  const asked =
    at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith("--lang="))?.slice("--lang=".length);
  if (asked === "zh" || asked === "en") return asked;
  const locale =
    env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || Intl.DateTimeFormat().resolvedOptions().locale;
  return /^zh/i.test(locale) ? "zh" : "en";
}

/** A console on the process's own streams. */
export function openConsole(language: Language, json: boolean): Console {
  return {
    language,
    json,
    say: (zh, en) => (language === "zh" ? zh : en),
    print: (line = "") => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** One fault as the command line prints it: an error or warning line. */
function formatLine(fault: Fault, { language }: Console): string {
  const zh = fault.level === "error" ? "错误" : "警告";
  const label = language === "zh" ? zh : fault.level;
  return `dualdraw: ${label}: ${formatFault(fault, language)}`;
}

/** Prints the faults, errors first, at most `shown` of each level, and how many there are in all. */
export function printFaults(console: Console, faults: FaultList, shown = DEFAULT_SHOWN): void {
  for (const level of ["error", "warning"] as const) {
    const kept = faults.kept.filter((fault) => fault.level === level);
    for (const fault of kept.slice(0, shown)) console.note(formatLine(fault, console));
    const total = level === "error" ? faults.errors : faults.warnings;
    const hidden = total - Math.min(kept.length, shown);
    if (hidden <= 0) continue;
    console.note(
      console.say(
        `dualdraw: 另有${hidden}条未显示（--show 可调整）`,
        `dualdraw: ${hidden} more not shown (see --show)`,
      ),
    );
  }
}

/** A fault as `--json` prints it. */
export function faultAsJson(fault: Fault, language: Language): object {
  return { ...fault, message: formatFault(fault, language) };
}

/** One line for an error that ended the command. */
export function printFault(console: Console, fault: Fault): void {
  console.note(formatLine(fault, console));
}
