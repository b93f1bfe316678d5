import {
  type Commitment,
  type Contribution,
  DualdrawError,
  findRound,
  formatFault,
  instantOfRound,
  type Source,
} from "../../core/index.js";
import {
  callForDice,
  enterBeacon,
  enterContribution,
  orderOfTurns,
  readBeaconFile,
  readEntered,
  readSecret,
  wereDiceCalled,
} from "../../node/draw/contributions.js";
import { contributionOf } from "../commands/contribute-command.js";
import { wordInstant } from "../../forms/wording.js";
import { announce, answer, pause, type Room } from "./room.js";

/** Runs an entry again until the value is right; a wrong one changes nothing. */
async function untilRight(room: Room, entry: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await entry();
    } catch (error) {
      if (!(error instanceof DualdrawError) || error.code === "contribution-fixed") throw error;
      const faults = error.faults?.kept ?? [error.fault];
      for (const fault of faults) room.console.note(formatFault(fault, room.console.language));
    }
  }
}

/** Slips are folded in view before any is opened, so that no witness follows another. */
async function prepareSlips(room: Room, sources: readonly Source[]): Promise<void> {
  const { console } = room;
  const words = sources.filter((source) => source.kind === "witness").map(({ name }) => name);
  if (words.length === 0) return;
  announce(
    room,
    console.say("四、写密签", "4. Slips"),
    console.say(
      "先各自写好并当众折起，再逐一开签：后开的人看不到先开的内容再改。",
      "Everybody writes and folds first, then one slip after the other is opened: nobody can follow another.",
    ),
  );
  await pause(
    room,
    console.say(
      `请${words.join("、")}写好密签（1至64个字，不含空格），折好放在桌上。`,
      `${words.join(", ")}: write your slips (1 to 64 characters, no spaces), fold them and put them on the table.`,
    ),
  );
}

/** Dice come after the words are kept, and are entered as they lie: nobody who speaks knows them, and nobody throws twice. */
async function throwDice(room: Room, source: Extract<Source, { kind: "dice" }>): Promise<void> {
  const { console, directory } = room;
  const called = wereDiceCalled(directory);
  callForDice(directory, new Date());
  if (called) {
    console.print(
      console.say(
        "骰子此前已经掷过：请照纸上原有的记录录入，不得重掷。",
        "The dice were called for before: enter what was written down then; nobody throws again.",
      ),
    );
    return;
  }
  await pause(
    room,
    console.say(
      `请操作员以外的人当众投掷${source.sides}面骰${source.count}次，边掷边记在纸上，随即录入。`,
      `Somebody other than the operator throws a ${source.sides}-sided die ${source.count} times, writing down each throw; they are entered at once.`,
    ),
  );
}

async function enterTyped(room: Room, index: number, source: Source, label: string): Promise<void> {
  const { console } = room;
  await untilRight(room, async () => {
    const first = await answer(room, console.say(`${label}：`, `${label}: `));
    const again = await answer(
      room,
      console.say("请另一人照原件再输一次：", "somebody else types it again: "),
    );
    if (first !== again) {
      console.note(console.say("两次录入不同，请核对后重来。", "the two differ; compare and enter again."));
      return enterTyped(room, index, source, label);
    }
    enterContribution(room.directory, index, contributionOf(source, first), new Date());
    console.print(
      console.say("  已录入并保存，不能再更换。", "  entered and kept; it can no longer be changed."),
    );
  });
}

async function enterBeaconStep(room: Room, source: Extract<Source, { kind: "drand" }>): Promise<void> {
  const { console } = room;
  const round = findRound(source.at) ?? 0;
  const at = instantOfRound(round);
  await untilRight(room, async () => {
    const file = await answer(
      room,
      console.say(
        `公共信标第${round}轮（${wordInstant(at)}发布）的文件路径（尚未发布请输q，稍后继续）：`,
        `file with round ${round} of the public beacon, published at ${at} (q to wait and go on later): `,
      ),
    );
    enterBeacon(room.directory, readBeaconFile(file), new Date());
    console.print(console.say("  信标签名核对无误，已录入。", "  the beacon's signature is right; entered."));
  });
}

async function enterSecret(room: Room, index: number): Promise<void> {
  const { console } = room;
  console.print(
    console.say(
      "本机没有操作员的秘密，请当众启封密封纸。",
      "This computer has no secret: open the sealed sheet.",
    ),
  );
  await untilRight(room, async () => {
    const typed = await answer(room, console.say("密封纸上的64个字符：", "the 64 characters of the sheet: "));
    const value: Contribution = { kind: "secret", value: typed.replace(/\s/g, "").toLowerCase() };
    enterContribution(room.directory, index, value, new Date());
  });
}

function labelSource(room: Room, source: Source): string {
  const { console } = room;
  if (source.kind === "witness") return console.say(`${source.name}的密签`, `slip of ${source.name}`);
  if (source.kind !== "dice") return source.kind;
  return source.sides === 10
    ? console.say(`骰子（${source.count}个数字，不加分隔）`, `dice (${source.count} digits, no separators)`)
    : console.say(`骰子（${source.count}个数，用-连接）`, `dice (${source.count} numbers joined by -)`);
}

/** Takes everybody's value, one person after the other; each is kept as soon as it is right. */
export async function contribute(room: Room, { sources }: Commitment): Promise<void> {
  const entered = readEntered(room.directory, sources);
  if (entered.every((value) => value === undefined)) await prepareSlips(room, sources);
  const { console } = room;
  announce(
    room,
    console.say("五、开签、掷骰、录入", "5. Slips, then dice"),
    console.say(
      "每个值录入两次，核对无误后立即保存，从此不能更换；骰子最后投掷，此前说话的人都不知道点数。",
      "Each value is typed twice and kept at once; none can be changed. Dice come last, so nobody who spoke knew them.",
    ),
    console.say(
      "缺席的来源不能替代，只能作废重来，并留下记载。",
      "Nobody's value can be replaced: the draw would be voided, and the void stays on record.",
    ),
  );
  for (const i of orderOfTurns(sources)) {
    if (entered[i] !== undefined) continue;
    const source = sources[i] as Source;
    if (source.kind === "dice") await throwDice(room, source);
    if (source.kind === "drand") await enterBeaconStep(room, source);
    else if (source.kind !== "secret") await enterTyped(room, i, source, labelSource(room, source));
    else if (readSecret(room.directory) === undefined) await enterSecret(room, i);
  }
}
