import { formatVisitForms, type VisitFormsInput } from "../../forms/year/visit-forms.js";
import { type DispatchedDraw, gatherDispatch, writeDispatch } from "../../node/workspace/dispatch.js";
import { register } from "../../node/workspace/register.js";
import { openWorkspace, todayInChina, type Workspace } from "../../node/workspace/workspace.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { startProgress } from "../terminal/progress.js";

function formsInput(
  { settings, codes }: Workspace,
  { drawn, visits }: DispatchedDraw,
  today: string,
): VisitFormsInput {
  return {
    authority: settings.authority,
    draw: drawn.draw,
    title: drawn.title,
    window: drawn.window,
    record: drawn.record,
    departments: settings.departments,
    papers: settings.papers,
    results: codes.of("result", drawn.year),
    followUps: codes.of("follow-up", drawn.year),
    today,
    visits: visits.map(({ visit, object, items, people }) => ({
      position: visit.position,
      object,
      items,
      people,
    })),
  };
}

/** `dualdraw dispatch DIR DRAW`: lists by team and department, notices and check forms to print, tables to fill in. */
export async function runDispatch(console: Console, directory: string, draw: string): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const dispatched = await gatherDispatch(workspace, draw);
  const today = todayInChina(new Date());
  const input = formsInput(workspace, dispatched, today);
  const progress = startProgress(console, 2 * dispatched.visits.length);
  const pages = new Map([
    ["随机抽查通知书.html", formatVisitForms(input, "notices", () => progress.onProgress(1))],
    ["随机抽查检查表.html", formatVisitForms(input, "check-forms", () => progress.onProgress(1))],
  ]);
  progress.finish();
  const { year, draw: id } = dispatched.drawn;
  const folder = await writeDispatch(workspace, dispatched, today, pages);
  register(
    workspace.layout,
    year,
    () => [{ kind: "dispatch", on: today, about: id, note: `${dispatched.visits.length}` }],
    new Date(),
  );
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/dispatch/v1",
        draw: id,
        directory: folder,
        visits: dispatched.visits.length,
      }),
    );
  else
    console.print(
      console.say(
        `已派发 ${id}：${dispatched.visits.length}户，名单、通知书、检查表和回填表在 ${folder}`,
        `dispatched ${id}: ${dispatched.visits.length} visits; lists, notices, check forms and result tables are in ${folder}`,
      ),
    );
  return EXIT.done;
}
