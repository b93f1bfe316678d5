import {
  type Beacon,
  encodeJson,
  findBeaconFault,
  findRound,
  instantOfRound,
  quicknet,
  refuse,
} from "../../core/index.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { readBeaconFile } from "../../node/draw/contributions.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { writeOnce } from "../../node/disk/durable-write.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";

/** Relays of the drand network; the answer is checked against the pinned key, so none of them has to be trusted. */
const RELAY = "https://api.drand.sh";

/** The round that a draw waits for. */
function roundOf(directory: string): { round: number; at: string } {
  const source = readCommitment(directory).commitment.sources.find(({ kind }) => kind === "drand");
  if (source?.kind !== "drand") return refuse("contribution-missing", { source: "drand" });
  return { round: findRound(source.at) ?? 0, at: source.at };
}

function requireGood(beacon: Beacon, round: number, at: string): void {
  const fault = findBeaconFault(beacon, round, nodeSha256);
  if (fault !== undefined) refuse(fault, { round, at }, {}, String(beacon.round));
}

async function fetchBeacon(relay: string, round: number): Promise<Beacon> {
  const url = `${relay}/${quicknet.chainHash}/public/${round}`;
  let answer: Partial<Beacon>;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    answer = (await response.json()) as Partial<Beacon>;
  } catch (error) {
    return refuse("network-failed", { reason: error instanceof Error ? error.message : url });
  }
  const { signature = "", randomness = "", round: given = 0 } = answer;
  return { round: given, signature, randomness };
}

/** `dualdraw beacon fetch DIR -o FILE`: the only command that touches a network. */
export async function runBeaconFetch(
  console: Console,
  directory: string,
  options: { readonly output: string; readonly relay?: string },
): Promise<ExitCode> {
  const { round, at } = roundOf(directory);
  const beacon = await fetchBeacon(options.relay ?? RELAY, round);
  requireGood(beacon, round, at);
  writeOnce(options.output, encodeJson(beacon));
  console.print(options.output);
  return EXIT.done;
}

/** `dualdraw beacon check DIR [FILE]`: which round the draw waits for, and whether a file holds it. */
export function runBeaconCheck(console: Console, directory: string, file: string | undefined): ExitCode {
  const { round, at } = roundOf(directory);
  const published = instantOfRound(round);
  if (file !== undefined) requireGood(readBeaconFile(file), round, at);
  const checked = file !== undefined;
  if (console.json)
    console.print(
      JSON.stringify({ schema: "dualdraw/beacon/v1", chain: quicknet.chainHash, round, published, checked }),
    );
  else {
    console.print(
      console.say(
        `drand quicknet 第${round}轮，发布于${published}`,
        `drand quicknet round ${round}, published at ${published}`,
      ),
    );
    console.print(`  ${RELAY}/${quicknet.chainHash}/public/${round}`);
    if (checked) console.print(console.say("信标的签名正确", "the signature of the beacon is right"));
  }
  return EXIT.done;
}
