import type { Signer } from "../../core/index.js";
import type { Ask } from "../terminal/ask.js";
import type { Console } from "../terminal/console.js";

/** Thrown when somebody leaves a session with `q` or the input ends: everything entered so far stays. */
export class SessionLeft extends Error {
  override readonly name = "SessionLeft";
}

/** What the steps of a session share: the people who answer, the draw, and who signs for the operator. */
export interface Room {
  readonly console: Console;
  readonly ask: Ask;
  readonly directory: string;
  readonly signer: Signer | undefined;
}

/** A step of the session with what it protects against, in words for everybody in the room. */
export function announce(
  { console }: Pick<Room, "console">,
  title: string,
  ...reasons: readonly string[]
): void {
  console.print();
  console.print(`==== ${title}`);
  for (const reason of reasons) console.print(`     ${reason}`);
}

/** One answer; `q` or the end of the input leaves the session. */
export async function answer({ ask }: Pick<Room, "ask">, question: string): Promise<string> {
  const line = await ask.line(question);
  if (line === undefined || line.toLowerCase() === "q") throw new SessionLeft();
  return line;
}

/** Waits until somebody says that something in the room is done. */
export async function pause(room: Pick<Room, "ask" | "console">, what: string): Promise<void> {
  const { console } = room;
  await answer(
    room,
    `${what}${console.say("（完成后按回车，q退出）", " (press Enter when done, q to leave)")} `,
  );
}
