import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Somebody who answers questions: a person at a terminal, or lines of a script. */
export interface Ask {
  /** The next line, trimmed; undefined when the input has ended. */
  line(question: string): Promise<string | undefined>;
  /** The next line as typed, without showing it on a terminal. */
  hidden(question: string): Promise<string | undefined>;
  close(): void;
}

/** What a terminal shows of the typing; silent while a passphrase is typed. */
class Screen extends Writable {
  silent = false;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (!this.silent) process.stderr.write(chunk);
    done();
  }
}

/** Opens the standard input for questions; they are written to stderr, so that results stay alone on stdout. */
export function openAsk(): Ask {
  const screen = new Screen();
  const terminal = process.stdin.isTTY;
  const reader = createInterface({ input: process.stdin, output: screen, terminal });
  const lines: string[] = [];
  const waiting: ((line: string | undefined) => void)[] = [];
  let ended = false;
  reader.on("line", (line) => {
    const next = waiting.shift();
    if (next === undefined) lines.push(line);
    else next(line);
  });
  reader.on("close", () => {
    ended = true;
    for (const next of waiting.splice(0)) next(undefined);
  });
  reader.on("SIGINT", () => process.exit(130));
  const take = (question: string): Promise<string | undefined> => {
    if (terminal) {
      // What was typed before the question was there does not answer it.
      lines.length = 0;
      reader.setPrompt(question);
      reader.prompt();
    } else process.stderr.write(question);
    const line = lines.shift();
    if (line !== undefined || ended) return Promise.resolve(line);
    return new Promise((resolve) => waiting.push(resolve));
  };
  return {
    line: async (question) => (await take(question))?.trim(),
    hidden: async (question) => {
      process.stderr.write(question);
      screen.silent = true;
      const line = await take("");
      screen.silent = false;
      process.stderr.write("\n");
      return line;
    },
    close: () => reader.close(),
  };
}
