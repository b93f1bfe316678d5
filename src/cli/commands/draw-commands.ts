import { existsSync } from "node:fs";
import { isSealed, refuse } from "../../core/index.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { generateKeys } from "../../node/keys/private-key.js";
import { type Archived, freezeArchived } from "../../node/archive/archived-draw.js";
import { freeze } from "../../node/draw/freeze.js";
import { openDraw } from "../../node/draw/open-draw.js";
import { requireYear } from "../../node/workspace/year-draw.js";
import { formQuestions } from "../../node/draw/draw-sql.js";
import { openLargeFrame } from "../../node/draw/large-frame.js";
import {
  DRAW_STEPS,
  type FinishedDraw,
  type Recomputed,
  recomputeInFrame,
  recomputeInTable,
  runDraw,
} from "../../node/draw/run-draw.js";
import { readDialect, type TableOptions, withTable } from "../terminal/table-options.js";
import { replaceFile, SEALED, writeOnce } from "../../node/disk/durable-write.js";
import { archivedStep } from "../archive/archived-step.js";
import { printArchived } from "../archive/keep-commands.js";
import { bytesToRead } from "./check-command.js";
import { type Console, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { writeFreezeForms } from "./form-command.js";
import { groupDigest } from "../terminal/hints.js";
import { openOptionalSigner, readPassphrase, type SigningOptions } from "../terminal/passphrase.js";
import { startProgress } from "../terminal/progress.js";
import { version } from "../installed.js";

export interface FreezeCommandOptions extends SigningOptions, TableOptions {
  readonly output: string;
  readonly show: number;
  readonly previous?: string;
  readonly archive?: string;
}

/** `dualdraw freeze PLAN -o DIR` */
export async function runFreeze(
  console: Console,
  planPath: string,
  options: FreezeCommandOptions,
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  const progress = startProgress(console, bytesToRead(planPath));
  const { output, archive, previous, engine } = options;
  const now = new Date();
  requireYear(planPath, now);
  const input = {
    signer,
    now,
    version,
    ...(previous === undefined ? {} : { previous }),
    ...(engine === undefined ? {} : { engine }),
    onProgress: progress.onProgress,
  };
  const frozen = await withTable(options, (table) => {
    const all = table === undefined ? input : { ...input, table };
    return archive === undefined
      ? freeze(planPath, output, all)
      : freezeArchived(planPath, output, archive, all);
  }).finally(progress.finish);
  const forms = writeFreezeForms(output, frozen.commitment);
  if ("archived" in frozen) printArchived(console, frozen.archived as Archived);
  if (console.json) {
    console.print(
      JSON.stringify({
        schema: "dualdraw/freeze/v1",
        directory: options.output,
        commitment: frozen.commitmentDigest,
        signed: signer !== undefined,
        forms,
      }),
    );
    return EXIT.done;
  }
  printFaults(console, frozen.faults, options.show);
  console.print(
    console.say(
      `已封存到 ${options.output}。请抄录或拍照保存封存摘要：`,
      `Frozen in ${options.output}. Write down or photograph the commitment digest:`,
    ),
  );
  console.print(`  ${groupDigest(frozen.commitmentDigest)}`);
  for (const path of forms) console.print(console.say(`请打印：${path}`, `print: ${path}`));
  return EXIT.done;
}

/** The seed, unless the list is sealed: whoever has seed and frames can compute the list. */
export function printSeed(console: Console, directory: string, seed: string): void {
  if (isSealed(readCommitment(directory).commitment.plan))
    console.print(console.say("名单封存，种子不显示。", "The list is sealed, so the seed is not shown."));
  else console.print(`${console.say("种子：", "seed: ")}${groupDigest(seed)}`);
}

/** `dualdraw open DIR --contributions FILE` */
export async function runOpen(
  console: Console,
  directory: string,
  options: SigningOptions & { readonly contributions?: string; readonly beacon?: string },
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  const { contributions, beacon } = options;
  const { openingDigest, seed } = archivedStep(console, directory, signer, () =>
    openDraw(directory, {
      signer,
      now: new Date(),
      ...(contributions === undefined ? {} : { contributions }),
      ...(beacon === undefined ? {} : { beacon }),
    }),
  );
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/open/v1", opening: openingDigest, seed }));
  else {
    console.print(console.say("已开种。开种摘要：", "Opened. Digest of the opening:"));
    console.print(`  ${groupDigest(openingDigest)}`);
    printSeed(console, directory, seed);
  }
  return EXIT.done;
}

/** Totals of a finished draw and the digest of its record; the list itself is not shown. */
export function printDrawn(
  console: Console,
  directory: string,
  { record, recordDigest }: FinishedDraw,
): void {
  const staffed = record.visits.filter((visit) => visit.team.length > 0).length;
  const { length: visits } = record.visits;
  const { length: direct } = record.direct;
  const { level } = record;
  if (console.json) {
    console.print(
      JSON.stringify({ schema: "dualdraw/draw/v1", record: recordDigest, visits, staffed, direct, level }),
    );
    return;
  }
  for (const task of record.tasks)
    console.print(
      console.say(
        `任务 ${task.id}：抽取 ${task.target} 户（基数 ${task.base}）`,
        `task ${task.id}: ${task.target} drawn (base ${task.base})`,
      ),
    );
  console.print(
    console.say(
      `共检查 ${visits} 户，已派员 ${staffed} 户，直接委派 ${direct} 户；每人最多负担 ${level}`,
      `${visits} visits, ${staffed} staffed, ${direct} with direct assignment; highest load of a person ${level}`,
    ),
  );
  console.print(
    console.say(
      `名单在 ${directory}/lists。抽取记录摘要：`,
      `The lists are in ${directory}/lists. Record digest:`,
    ),
  );
  console.print(`  ${groupDigest(recordDigest)}`);
}

export interface DrawOptions extends SigningOptions, TableOptions {
  readonly printSql?: string;
}

/** Computes the lists where the objects are in a database, or too many for the memory; undefined where they are neither. */
export async function recomputeElsewhere(
  directory: string,
  options: TableOptions,
  onStep?: () => void,
): Promise<Recomputed | undefined> {
  return withTable(options, async (table) => {
    if (table !== undefined) return recomputeInTable(directory, table, onStep);
    const frame = await openLargeFrame(directory, options.engine ?? "auto");
    if (frame === undefined) return undefined;
    try {
      return await recomputeInFrame(directory, frame, onStep);
    } finally {
      await frame.close();
    }
  });
}

function printSql(
  console: Console,
  directory: string,
  { printSql: name = "", table = "objects" }: DrawOptions,
): ExitCode {
  const questions = formQuestions(directory, readDialect(name), table);
  if (console.json) {
    console.print(JSON.stringify({ schema: "dualdraw/sql/v1", questions }));
    return EXIT.done;
  }
  for (const { task, sql } of questions) {
    const what =
      task === undefined
        ? console.say("各类对象的户数", "objects of every kind")
        : console.say(`任务 ${task}：可能抽中的对象`, `task ${task}: objects that may be drawn`);
    console.print(`-- ${what}\n${sql};\n`);
  }
  return EXIT.done;
}

/** `dualdraw draw DIR` */
export async function runDrawCommand(
  console: Console,
  directory: string,
  options: DrawOptions,
): Promise<ExitCode> {
  if (options.printSql !== undefined) return printSql(console, directory, options);
  const signer = await openOptionalSigner(console, options);
  if (options.from !== undefined && isSealed(readCommitment(directory).commitment.plan))
    console.note(
      console.say(
        "dualdraw: 提示: 名单封存，而数据库的查询日志会含有种子：其管理员可推算名单",
        "dualdraw: hint: the list is sealed, and the log of the database will hold the seed: its administrators can compute the list",
      ),
    );
  const progress = startProgress(console, DRAW_STEPS);
  const onStep = (): void => progress.onProgress(1);
  const elsewhere = await recomputeElsewhere(directory, options, onStep).finally(progress.finish);
  const drawn = archivedStep(console, directory, signer, () => runDraw(directory, signer, onStep, elsewhere));
  progress.finish();
  printDrawn(console, directory, drawn);
  return EXIT.done;
}

/** `dualdraw keygen -o FILE` */
export async function runKeygen(
  console: Console,
  options: { readonly output: string; readonly passphraseFile?: string; readonly force?: true },
): Promise<ExitCode> {
  const keys = generateKeys(await readPassphrase(console, options.passphraseFile, true));
  for (const file of [options.output, `${options.output}.pub`])
    if (options.force !== true && existsSync(file)) refuse("file-exists", {}, { file });
  const write = options.force === true ? replaceFile : writeOnce;
  write(options.output, Buffer.from(keys.privatePem), SEALED);
  write(`${options.output}.pub`, Buffer.from(keys.publicPem));
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/keygen/v1", publicKey: keys.publicKey }));
  else {
    console.print(
      console.say(
        `私钥 ${options.output}，公钥 ${options.output}.pub`,
        `private key ${options.output}, public key ${options.output}.pub`,
      ),
    );
    console.print(`  ${groupDigest(keys.publicKey)}`);
  }
  return EXIT.done;
}
