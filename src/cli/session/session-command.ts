import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Commitment, isSealed, type Signer } from "../../core/index.js";
import { freezeArchived } from "../../node/archive/archived-draw.js";
import { checkPlanFile, freeze } from "../../node/draw/freeze.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { hasContributions } from "../../node/draw/contributions.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { withDrawLock } from "../../node/disk/lock.js";
import { openDraw } from "../../node/draw/open-draw.js";
import { requireYear } from "../../node/workspace/year-draw.js";
import { readPlanFile } from "../../node/registry/plan-file.js";
import { runDraw } from "../../node/draw/run-draw.js";
import { archivedStep } from "../archive/archived-step.js";
import { printArchived } from "../archive/keep-commands.js";
import { type Ask, openAsk } from "../terminal/ask.js";
import { printTasks } from "../commands/check-command.js";
import { type Console, printFaults } from "../terminal/console.js";
import { printDrawn, printSeed, recomputeElsewhere } from "../commands/draw-commands.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { recordForm, recordFormParts, writeForm, writeFreezeForms } from "../commands/form-command.js";
import { largeDigest } from "../terminal/hints.js";
import { openSessionSigner, type SigningOptions } from "../terminal/passphrase.js";
import { runVerify } from "../commands/verify-command.js";
import { version } from "../installed.js";
import { contribute } from "./contribute-step.js";
import { announce, answer, pause, type Room, SessionLeft } from "./room.js";
import { attestAll, countersign } from "./sign-step.js";

/** Options of a session. */
export interface SessionOptions extends SigningOptions {
  readonly output?: string;
  readonly previous?: string;
  readonly archive?: string;
}

interface Start {
  readonly console: Console;
  readonly ask: Ask;
  readonly signer: Signer | undefined;
}

/** Checks the plan, shows what will be drawn, and freezes it; undefined if the plan has errors. */
async function checkAndFreeze(
  { console, ask, signer }: Start,
  planPath: string,
  directory: string,
  { previous, archive }: SessionOptions,
): Promise<boolean> {
  announce(
    { console },
    console.say("一、检查", "1. Check"),
    console.say(
      "名录库和计划中的问题先改正；封存以后谁也不能再改。",
      "Faults are mended now: after the freeze nothing can be changed.",
    ),
  );
  requireYear(planPath, new Date());
  const { preparation, faults } = await checkPlanFile(planPath);
  printFaults(console, faults, 20);
  if (preparation === undefined) return false;
  printTasks(console, preparation);
  announce(
    { console },
    console.say("二、封存", "2. Freeze"),
    console.say(
      "名单、规则和每户的概率先固定下来，并用一个摘要代表。种子此时还不存在，所以没有人能按结果挑名单。",
      "Lists, rules and every chance are fixed now and stand behind one digest. The seed does not exist yet, so nobody can fit a list to it.",
    ),
  );
  await pause({ console, ask }, console.say("现在封存。", "Freeze now."));
  const input = { signer, now: new Date(), version, ...(previous === undefined ? {} : { previous }) };
  if (archive === undefined) await freeze(planPath, directory, input);
  else printArchived(console, (await freezeArchived(planPath, directory, archive, input)).archived);
  return true;
}

/** Shows the digest until somebody has read its end back: the one thing from outside that a forger cannot change. */
async function showCommitment(room: Room, commitment: Commitment, digest: string): Promise<void> {
  const { console, directory } = room;
  console.print(console.say("封存摘要：", "Commitment digest:"));
  for (const line of largeDigest(digest)) console.print(`    ${line}`);
  console.print(
    console.say(
      "请在场的人抄录或拍照。以后任何人改动名单或规则，摘要都会不同。",
      "Write it down or photograph it. Whoever changes lists or rules later gets another digest.",
    ),
  );
  for (const path of writeFreezeForms(directory, commitment))
    console.print(console.say(`  请打印：${path}`, `  print: ${path}`));
  if (commitment.sources.some(({ kind }) => kind === "secret"))
    console.print(
      console.say(
        "  密封纸装入信封、当众封口，交纪检监察部门保管：电脑坏了也能完成本次抽取。",
        "  Seal the secret sheet in an envelope for the discipline office: a broken computer is no reason to draw again.",
      ),
    );
  const end = digest.slice(-8);
  for (;;) {
    const read = await answer(
      room,
      console.say("请见证人读出抄下的最后八个字符：", "A witness reads back the last eight characters: "),
    );
    if (read.replace(/\s/g, "").toLowerCase() === end) return;
    console.note(
      console.say("与摘要不符，请再核对抄录的内容。", "that is not the end of the digest; compare again."),
    );
  }
}

function isDone(directory: string, file: string): boolean {
  return existsSync(join(directory, file));
}

async function openAndDraw(room: Room, commitment: Commitment): Promise<void> {
  const { console, directory, signer } = room;
  if (!isDone(directory, "opening.json")) await contribute(room, commitment);
  const { seed } = archivedStep(console, directory, signer, () =>
    openDraw(directory, { signer, now: new Date() }),
  );
  announce(
    room,
    console.say("六、种子和抽取", "6. Seed and draw"),
    console.say(
      "种子由封存摘要和各方的值一起算出，少一方、改一字都不同；名单由种子算出，人人可以重算。",
      "The seed is computed from the commitment and everybody's value; the list from the seed. Anybody can compute both again.",
    ),
  );
  printSeed(console, directory, seed);
  const elsewhere = await recomputeElsewhere(directory, {});
  const drawn = archivedStep(console, directory, signer, () =>
    runDraw(directory, signer, undefined, elsewhere),
  );
  printDrawn(console, directory, drawn);
}

async function finish(room: Room, { plan }: Commitment): Promise<ExitCode> {
  const { console, directory } = room;
  announce(room, console.say("八、打印和核验", "8. Print and verify"));
  for (const [file, part] of recordFormParts(isSealed(plan))) {
    const path = writeForm(directory, file, recordForm(directory, part));
    console.print(console.say(`  请打印：${path}`, `  print: ${path}`));
  }
  await pause(room, console.say("请在场的人在记录单上签名、盖章。", "Everybody signs the record form."));
  archivedStep(console, directory, room.signer, () => undefined);
  return runVerify(console, directory, { brief: true });
}

async function conduct(room: Room): Promise<ExitCode> {
  const { directory } = room;
  archivedStep(room.console, directory, room.signer, () => undefined);
  const { commitment, bytes } = readCommitment(directory);
  if (!hasContributions(directory) && !isDone(directory, "opening.json")) {
    await showCommitment(room, commitment, nodeSha256(bytes));
    await countersign(room, commitment);
  }
  await openAndDraw(room, commitment);
  await attestAll(room, commitment);
  return finish(room, commitment);
}

/** The draw directory of a session: the one that is named, or, for a plan, a folder with the plan's id beside it. */
function directoryOf(
  target: string,
  output: string | undefined,
): { directory: string; plan: string | undefined } {
  if (statSync(target, { throwIfNoEntry: false })?.isDirectory() === true)
    return { directory: target, plan: undefined };
  const { plan } = readPlanFile(target);
  const id = plan?.id ?? "draw";
  return { directory: output ?? join(dirname(resolve(target)), id), plan: target };
}

/** `dualdraw session PLAN|DIR`: one guided run with people watching; it can be left at any step and gone on with later. */
export async function runSession(
  console: Console,
  target: string,
  options: SessionOptions,
): Promise<ExitCode> {
  const { directory, plan } = directoryOf(target, options.output);
  const ask = openAsk();
  try {
    const signer = await openSessionSigner(console, ask, options);
    if (plan !== undefined && !isDone(directory, "commitment.json"))
      if (!(await checkAndFreeze({ console, ask, signer }, plan, directory, options))) return EXIT.badInput;
    return await withDrawLock(directory, () => conduct({ console, ask, directory, signer }));
  } catch (error) {
    if (!(error instanceof SessionLeft)) throw error;
    const key = options.key === undefined ? "" : ` --key ${options.key}`;
    console.note(
      console.say(
        `已离开。已录入的内容都已保存；继续：dualdraw session ${directory}${key}`,
        `Left. Everything entered is kept; to go on: dualdraw session ${directory}${key}`,
      ),
    );
    return EXIT.incomplete;
  } finally {
    ask.close();
  }
}
