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
  enterBeacon,
  enterContribution,
  readBeaconFile,
  readEntered,
  readSecret,
} from "../../node/contributions.js";
import { contributionOf } from "../commands/contribute-command.js";
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

/** Slips are folded before the dice are thrown, dice before anything is opened: the last to speak knows nothing that helps. */
async function prepareRoom(room: Room, sources: readonly Source[]): Promise<void> {
  const { console } = room;
  announce(
    room,
    console.say("四、密签、掷骰", "4. Slips, then dice"),
    console.say(
      "先写密签并当众折好，再掷骰，最后才开签录入：后说的人看不到先说的值，谁也凑不出想要的结果。",
      "Slips are written and folded first, then dice are thrown, then everything is opened: whoever speaks last has seen nothing.",
    ),
  );
  const words = sources.filter((source) => source.kind === "witness").map(({ name }) => name);
  if (words.length > 0)
    await pause(
      room,
      console.say(
        `请${words.join("、")}各自写好密签（1至64个字，不含空格），折好放在桌上。`,
        `${words.join(", ")}: write your slips (1 to 64 characters, no spaces), fold them and put them on the table.`,
      ),
    );
  const dice = sources.find((source) => source.kind === "dice");
  if (dice?.kind === "dice")
    await pause(
      room,
      console.say(
        `请操作员以外的人当众投掷${dice.sides}面骰${dice.count}次，边掷边记在纸上。`,
        `Somebody other than the operator throws a ${dice.sides}-sided die ${dice.count} times, writing down each throw.`,
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
        `公共信标第${round}轮（${at}发布）的文件路径（尚未发布请输q，稍后继续）：`,
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
  if (entered.every((value) => value === undefined)) await prepareRoom(room, sources);
  const { console } = room;
  announce(
    room,
    console.say("五、开签录入", "5. Open and enter"),
    console.say(
      "每个值录入两次，核对无误后立即保存，从此不能更换；缺席的来源不能替代，只能作废重来并留下记载。",
      "Each value is typed twice and kept at once; none can be changed, and nobody's can be replaced: a void would stay on record.",
    ),
  );
  const open = [...sources.keys()].filter((i) => entered[i] === undefined);
  const last = (i: number): number => (sources[i]?.kind === "drand" ? 1 : 0);
  for (const i of open.sort((a, b) => last(a) - last(b) || a - b)) {
    const source = sources[i] as Source;
    if (source.kind === "drand") await enterBeaconStep(room, source);
    else if (source.kind !== "secret") await enterTyped(room, i, source, labelSource(room, source));
    else if (readSecret(room.directory) === undefined) await enterSecret(room, i);
  }
}
