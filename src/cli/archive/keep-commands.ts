import { accessSync, constants } from "node:fs";
import { dayInChina, refuse, showText, wordReason } from "../../core/index.js";
import { type Archive, createArchive, readArchive, withArchive } from "../../node/archive/archive.js";
import { addToArchive, type Archived } from "../../node/archive/archived-draw.js";
import { listPayload, readLeaves } from "../../node/archive/draw-leaves.js";
import { type DrawState, readDrawState, type Stage } from "../../node/archive/draw-state.js";
import { exportAll, exportAsDirectory, exportDraws, requireDraw } from "../../node/archive/export.js";
import { parts } from "../../node/archive/layout.js";
import { addReaders } from "../../node/archive/readers.js";
import { proveStatement } from "../../node/archive/proofs.js";
import { writeOnce } from "../../node/disk/durable-write.js";
import { readStatementName } from "../../node/draw/sign-off.js";
import { readReaders } from "../installed.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { openOptionalSigner, type SigningOptions } from "../terminal/passphrase.js";

/** The day in China by this computer's clock. */
export function today(): string {
  return dayInChina(`${new Date().toISOString().slice(0, 19)}Z`) ?? "";
}

/** `dualdraw archive create ARCHIVE --origin NAME` */
export async function runArchiveCreate(
  console: Console,
  path: string,
  options: SigningOptions & { readonly origin: string },
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  await createArchive(path, { origin: options.origin, signer, now: new Date(), readers: readReaders() });
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/archive-create/v1", origin: options.origin }));
  else
    console.print(
      console.say(
        `档案库 ${options.origin} 在 ${path}。此后：dualdraw freeze 或 session 加 --archive ${path}`,
        `the archive ${options.origin} is in ${path}. From now on: dualdraw freeze or session with --archive ${path}`,
      ),
    );
  return EXIT.done;
}

/** What the archive did with a draw, in one line. */
export function printArchived(console: Console, archived: Archived): void {
  const { draw, size, leaves, isSigned, unknown, origin } = archived;
  console.note(
    console.say(
      `已归档：${origin} 第${draw}号，日志新增${leaves}条，共${size}条${isSigned ? "，检查点已签名" : ""}`,
      `archived: ${origin} draw ${draw}, ${leaves} new leaves, ${size} in all${isSigned ? ", checkpoint signed" : ""}`,
    ),
  );
  if (archived.isNew && archived.isLate)
    console.note(
      console.say(
        "dualdraw: 提示: 本次抽取在封存之后才归档，其序号不能证明封存的先后；下次请用 freeze 或 session 的 --archive",
        "dualdraw: hint: archived after its freeze: its place proves nothing of the order; next time freeze with --archive",
      ),
    );
  if (unknown.length > 0)
    console.note(
      console.say(
        `dualdraw: 提示: 未归档的文件：${unknown.map(showText).join("、")}；附件请用 correct --subject attachment --evidence 登记`,
        `dualdraw: hint: not archived: ${unknown.map(showText).join(", ")}; attachments are recorded with correct --subject attachment --evidence`,
      ),
    );
}

/** `dualdraw archive add ARCHIVE DIR` */
export async function runArchiveAdd(
  console: Console,
  path: string,
  directory: string,
  options: SigningOptions,
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  const archived = addToArchive(path, directory, signer);
  await withArchive(path, () => addReaders(path, readReaders()));
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/archive-add/v1", ...archived }));
  else printArchived(console, archived);
  return EXIT.done;
}

const STAGES: Readonly<Record<Stage, readonly [zh: string, en: string]>> = {
  open: ["已封存未抽取", "open"],
  drawn: ["已抽取未公开", "drawn"],
  released: ["已公开", "released"],
  voided: ["已作废", "voided"],
};

/** What stage a draw has reached. */
export function wordStage(console: Console, stage: Stage): string {
  return console.say(...STAGES[stage]);
}

/** A draw of the archive in one line. */
export function formatState(console: Console, state: DrawState): string {
  const { draw, id, title, stage, overdue, late, voidReason } = state;
  const marks = [
    wordStage(console, stage),
    ...(voidReason === undefined ? [] : [wordReason(voidReason, console.language)]),
    ...(overdue ? [console.say("逾期未公开", "overdue: not released in time")] : []),
    ...(late ? [console.say("封存后补归档", "archived after its freeze")] : []),
  ];
  return `${draw.toString().padStart(6)}  ${showText(id)}  ${showText(title)}  ${marks.join(console.say("；", "; "))}`;
}

function* statesOf(path: string): Generator<DrawState> {
  const { log } = readArchive(path);
  const day = today();
  for (let draw = 1; draw <= log.draws; draw++) {
    const state = readDrawState(path, draw, day);
    if (state !== undefined) yield state;
  }
}

/** `dualdraw archive list ARCHIVE` */
export function runArchiveList(console: Console, path: string, options: { readonly open?: true }): ExitCode {
  const { origin, log } = readArchive(path);
  const states: DrawState[] = [];
  for (const state of statesOf(path)) {
    if (options.open === true && state.stage !== "open" && !state.overdue) continue;
    if (console.json) states.push(state);
    else console.print(formatState(console, state));
  }
  if (console.json) {
    const { draws, size } = log;
    console.print(JSON.stringify({ schema: "dualdraw/archive-list/v1", origin, draws, size, states }));
  } else
    console.print(
      console.say(
        `${origin}：共${log.draws}次抽取，日志${log.size}条`,
        `${origin}: ${log.draws} draws, ${log.size} leaves in the log`,
      ),
    );
  return EXIT.done;
}

/** `dualdraw archive show ARCHIVE NUMBER` */
export function runArchiveShow(console: Console, path: string, draw: number): ExitCode {
  requireDraw(readArchive(path), draw);
  const state = readDrawState(path, draw, today());
  const files = [...new Set(listPayload(path, draw))].sort((a, b) => (a < b ? -1 : 1));
  const leaves = [...(readLeaves(path, draw) ?? [])];
  if (console.json) {
    const rows = leaves.map(([subject, index]) => ({ index, subject }));
    console.print(JSON.stringify({ schema: "dualdraw/archive-show/v1", state, files, leaves: rows }));
    return EXIT.done;
  }
  if (state !== undefined) console.print(formatState(console, state));
  console.print(console.say("日志：", "log:"));
  for (const [subject, index] of leaves) console.print(`  ${index}  ${subject}`);
  console.print(console.say("文件：", "files:"));
  for (const file of files) console.print(`  ${showText(file)}`);
  return EXIT.done;
}

/** Which part of an archive is exported, and in which form. */
export interface ExportOptions {
  readonly output: string;
  readonly draw?: readonly number[];
  readonly public?: true;
  readonly directory?: true;
}

/** Runs a step that only reads: under the lock where the medium can be written, so that nothing is copied half. */
function onReadable<T>(path: string, step: (archive: Archive) => T): T {
  try {
    accessSync(path, constants.W_OK);
  } catch {
    return step(readArchive(path));
  }
  return withArchive(path, step);
}

/** `dualdraw archive export ARCHIVE -o OUT` */
export async function runArchiveExport(
  console: Console,
  path: string,
  { output, draw = [], public: onlyPublic, directory }: ExportOptions,
): Promise<ExitCode> {
  if (directory === true && draw.length !== 1) {
    console.note(
      console.say(
        "dualdraw: 错误: --directory 须与一个 --draw 合用",
        "dualdraw: error: --directory goes with one --draw",
      ),
    );
    return EXIT.usage;
  }
  const halves = onlyPublic === true ? (["public"] as const) : parts;
  const numbers = [...new Set(draw)].sort((a, b) => a - b);
  await onReadable(path, async (archive) => {
    const [first] = numbers;
    if (directory === true && first !== undefined) return exportAsDirectory(archive, first, output, halves);
    if (numbers.length === 0 && onlyPublic !== true) return exportAll(archive, output);
    const all = Array.from({ length: archive.log.draws }, (_, i) => i + 1);
    return exportDraws(archive, output, { draws: numbers.length === 0 ? all : numbers, parts: halves });
  });
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/archive-export/v1", output }));
  else
    console.print(
      directory === true
        ? console.say(
            `已导出到 ${output}；核验：dualdraw verify ${output}`,
            `exported to ${output}; dualdraw verify ${output}`,
          )
        : console.say(
            `已导出到 ${output}；核验：dualdraw archive verify ${output}`,
            `exported to ${output}; dualdraw archive verify ${output}`,
          ),
    );
  return EXIT.done;
}

/** `dualdraw archive prove ARCHIVE NUMBER [STATEMENT] -o FILE` */
export function runArchiveProve(
  console: Console,
  path: string,
  draw: number,
  statement: string,
  options: { readonly output: string },
): ExitCode {
  const archive = readArchive(path);
  requireDraw(archive, draw);
  const name = readStatementName(statement);
  const index = readLeaves(path, draw)?.get(name);
  if (index === undefined) refuse("step-missing", { missing: name, step: "dualdraw archive add" });
  writeOnce(options.output, proveStatement(archive, draw, name) ?? refuse("checkpoint-absent"));
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/archive-prove/v1", draw, statement: name, index }));
  else
    console.print(
      console.say(
        `${options.output}：第${draw}号的${name}在日志第${index}条`,
        `${options.output}: ${name} of draw ${draw} is leaf ${index} of the log`,
      ),
    );
  return EXIT.done;
}
