import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { refuse } from "../../core/index.js";
import { makeFolder, writeOnce } from "../../node/disk/durable-write.js";
import { isCode } from "../../node/disk/read-file.js";
import { type County, makeCounty } from "../../sim/county.js";
import { runCheck } from "./check-command.js";
import type { Console } from "../terminal/console.js";
import { runDrawCommand, runFreeze, runKeygen, runOpen } from "./draw-commands.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { runExplain } from "./explain-command.js";
import { runVerify } from "./verify-command.js";

const SAMPLE_SEED = "dualdraw sample county";

/** Writes registries and plans into an empty or new directory. */
export function writeCounty(directory: string, { tables, plans }: County): void {
  makeFolder(directory);
  for (const [name, rows] of Object.entries(tables))
    writeOnce(join(directory, name), Buffer.from(stringify(rows as string[][], { bom: true })));
  for (const [name, plan] of Object.entries(plans))
    writeOnce(join(directory, name), Buffer.from(`${JSON.stringify(plan, null, 2)}\n`));
}

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function requireFree(directory: string): void {
  try {
    if (readdirSync(directory).length > 0) refuse("directory-not-empty", {}, { file: directory });
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

const CONTRIBUTIONS = {
  contributions: [
    { kind: "witness", name: "派驻纪检监察组", value: "云溪九月晴" },
    { kind: "dice", value: "31415926535897932384" },
  ],
};

/** `dualdraw sample DIR`: a small example county with a plan, to be replaced by the agency's own files. */
export function runSample(console: Console, directory: string): ExitCode {
  requireFree(directory);
  writeCounty(directory, makeCounty({ objects: 1000, inspectors: 60, today: today(), seed: SAMPLE_SEED }));
  writeOnce(
    join(directory, "contributions.json"),
    Buffer.from(`${JSON.stringify(CONTRIBUTIONS, null, 2)}\n`),
  );
  console.print(
    console.say(
      `已在 ${directory} 写入示例名录库和计划。下一步：`,
      `Example registries and plans are in ${directory}. Next:`,
    ),
  );
  console.print(`  dualdraw check ${join(directory, "plan.json")}`);
  return EXIT.done;
}

/**
 * `dualdraw demo`: a complete draw on the sample county, with a key of its own, verified at the end.
 * Its contributions are fixed, so it shows the steps and proves nothing.
 */
export async function runDemo(console: Console, directory: string): Promise<ExitCode> {
  requireFree(directory);
  writeCounty(directory, makeCounty({ objects: 5000, inspectors: 160, today: today(), seed: SAMPLE_SEED }));
  const at = (name: string): string => join(directory, name);
  writeOnce(at("passphrase.txt"), Buffer.from("demonstration only\n"), 0o600);
  writeOnce(at("contributions.json"), Buffer.from(JSON.stringify(CONTRIBUTIONS)));
  const signing = { key: at("operator.key"), passphraseFile: at("passphrase.txt") };
  const step = (zh: string, en: string): void => console.print(`\n== ${console.say(zh, en)}`);
  step("1 生成操作员密钥", "1 the operator's key");
  await runKeygen(console, { output: signing.key, passphraseFile: signing.passphraseFile });
  step("2 检查计划和名录库", "2 check the plan and the registries");
  await runCheck(console, at("plan.json"), { show: 0 });
  step("3 封存：名单和规则在种子产生之前固定", "3 freeze: lists and rules are fixed before the seed exists");
  await runFreeze(console, at("plan.json"), { ...signing, output: at("draw"), show: 5 });
  step("4 开种：多方各出一值", "4 open: a value from each hand");
  await runOpen(console, at("draw"), { ...signing, contributions: at("contributions.json") });
  step("5 抽取", "5 draw");
  await runDrawCommand(console, at("draw"), signing);
  step("6 仅凭文件核验", "6 verify from the files alone");
  const verdict = runVerify(console, at("draw"));
  step("7 为什么抽中（或没抽中）某一户", "7 why a firm was drawn or not");
  runExplain(console, at("draw"), firstHotel(directory));
  return verdict;
}

function firstHotel(directory: string): string {
  const { tables } = makeCounty({ objects: 5000, inspectors: 160, today: today(), seed: SAMPLE_SEED });
  const hotel = tables["objects.csv"]?.find((row) => row[5] === "H6110" && row[8] === "存续");
  return hotel?.[0] ?? refuse("id-not-found", {}, { file: directory });
}
