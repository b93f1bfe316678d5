import { confirmProposals, writeProposals } from "../../node/workspace/feedback.js";
import { openWorkspace } from "../../node/workspace/workspace.js";
import { type Console, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";

/** `dualdraw feedback propose DIR YEAR`: what the published results suggest, for people to decide on. */
export async function runFeedbackPropose(
  console: Console,
  directory: string,
  year: number,
): Promise<ExitCode> {
  const { path, proposals } = await writeProposals(await openWorkspace(directory), year);
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/feedback-proposals/v1", file: path, proposals }));
  else
    console.print(
      console.say(
        `${proposals.length}条建议写入 ${path}。逐条填写是否采纳、理由、决定人，然后：dualdraw feedback confirm ${directory} ${year}`,
        `${proposals.length} proposals are in ${path}; decide on each, with reason and name, then: dualdraw feedback confirm ${directory} ${year}`,
      ),
    );
  return EXIT.done;
}

/** `dualdraw feedback confirm DIR YEAR`: applies what was decided; finished visits become history. */
export async function runFeedbackConfirm(
  console: Console,
  directory: string,
  year: number,
): Promise<ExitCode> {
  const { confirmed, declined, known, waiting, history, faults } = await confirmProposals(
    await openWorkspace(directory),
    year,
    new Date(),
  );
  printFaults(console, faults, faults.kept.length);
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/feedback-confirmed/v1",
        confirmed,
        declined,
        known,
        waiting,
        history,
      }),
    );
  else
    console.print(
      console.say(
        `采纳${confirmed}条，未采纳${declined}条，待定${waiting}条；历史抽查新增${history}行`,
        `confirmed ${confirmed}, declined ${declined}, waiting ${waiting}; ${history} new history rows`,
      ),
    );
  return EXIT.done;
}
