import { dirname } from "node:path";
import { checkPlanFile } from "../../node/draw/freeze.js";
import { readPlanFile } from "../../node/registry/plan-file.js";
import { registryBytes } from "../../node/registry/registry-files.js";
import { formatFractionText, type Preparation } from "../../core/index.js";
import { type Console, faultAsJson, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { startProgress } from "../terminal/progress.js";

/** Largest number of cells that the terminal table shows per task. */
const SHOWN_CELLS = 20;

/** Prints each task's numbers and probabilities. */
export function printTasks(console: Console, { tasks }: Preparation): void {
  for (const { pool, requested, fit } of tasks) {
    const { task, base, eligible, cells } = pool;
    console.print(
      console.say(
        `任务 ${task.id}：基数 ${base}，可抽取 ${eligible}，要求 ${requested}，将抽取 ${fit.target}`,
        `task ${task.id}: base ${base}, eligible ${eligible}, requested ${requested}, to be drawn ${fit.target}`,
      ),
    );
    cells.slice(0, SHOWN_CELLS).forEach((cell, h) => {
      const { num, den } = fit.probabilities[h] ?? { num: 0n, den: 1n };
      const probability = `${num}/${den}`;
      console.print(
        console.say(
          `  ${cell.key.join(" / ")}：基数 ${cell.base}，可抽取 ${cell.eligible}，每户概率 ${probability}（${formatFractionText(probability)}）`,
          `  ${cell.key.join(" / ")}: base ${cell.base}, eligible ${cell.eligible}, probability of each ${probability} (${formatFractionText(probability)})`,
        ),
      );
    });
    if (cells.length > SHOWN_CELLS)
      console.print(
        console.say(
          `  另有${cells.length - SHOWN_CELLS}个分层`,
          `  and ${cells.length - SHOWN_CELLS} more cells`,
        ),
      );
  }
}

/** Total size of a plan's registries; 0 if the plan cannot be read, which the command itself will report. */
export function bytesToRead(planPath: string): number {
  const { plan } = readPlanFile(planPath);
  return plan === undefined ? 0 : registryBytes(dirname(planPath), plan);
}

/** `dualdraw check PLAN`: all faults of the plan and its registries at once. */
export async function runCheck(
  console: Console,
  planPath: string,
  options: { readonly show: number },
): Promise<ExitCode> {
  const progress = startProgress(console, bytesToRead(planPath));
  const { preparation, faults } = await checkPlanFile(planPath, progress.onProgress);
  progress.finish();
  if (console.json) {
    const listed = faults.kept.slice(0, options.show).map((fault) => faultAsJson(fault, console.language));
    console.print(
      JSON.stringify({
        schema: "dualdraw/check/v1",
        errors: faults.errors,
        warnings: faults.warnings,
        counts: Object.fromEntries(faults.counts),
        faults: listed,
      }),
    );
  } else {
    printFaults(console, faults, options.show);
    if (preparation !== undefined) printTasks(console, preparation);
    console.print(
      console.say(
        `${faults.errors}个错误，${faults.warnings}个警告`,
        `${faults.errors} errors, ${faults.warnings} warnings`,
      ),
    );
  }
  return faults.errors > 0 ? EXIT.badInput : EXIT.done;
}
