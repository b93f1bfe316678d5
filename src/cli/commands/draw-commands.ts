import { existsSync } from "node:fs";
import { isSealed, refuse } from "../../core/index.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { generateKeys } from "../../node/keys/private-key.js";
import { type Archived, freezeArchived } from "../../node/archive/archived-draw.js";
import { freeze } from "../../node/draw/freeze.js";
import { openDraw } from "../../node/draw/open-draw.js";
import { requireYear } from "../../node/workspace/year-draw.js";
import { DRAW_STEPS, type FinishedDraw, runDraw } from "../../node/draw/run-draw.js";
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

/** `dualdraw freeze PLAN -o DIR` */
export async function runFreeze(
  console: Console,
  planPath: string,
  options: SigningOptions & {
    readonly output: string;
    readonly show: number;
    readonly previous?: string;
    readonly archive?: string;
  },
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  const progress = startProgress(console, bytesToRead(planPath));
  const { output, archive, previous } = options;
  const now = new Date();
  requireYear(planPath, now);
  const input = {
    signer,
    now,
    version,
    ...(previous === undefined ? {} : { previous }),
    onProgress: progress.onProgress,
  };
  const frozen = await (archive === undefined
    ? freeze(planPath, output, input)
    : freezeArchived(planPath, output, archive, input)
  ).finally(progress.finish);
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

/** `dualdraw draw DIR` */
export async function runDrawCommand(
  console: Console,
  directory: string,
  options: SigningOptions,
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  const progress = startProgress(console, DRAW_STEPS);
  const drawn = archivedStep(console, directory, signer, () =>
    runDraw(directory, signer, () => progress.onProgress(1)),
  );
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
