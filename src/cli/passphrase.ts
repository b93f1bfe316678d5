import { openSigner } from "../node/private-key.js";
import { readBytes } from "../node/read-file.js";
import { refuse, type Signer } from "../core/index.js";
import type { Console } from "./console.js";

/** Options of every command that signs. */
export interface SigningOptions {
  readonly key?: string;
  readonly passphraseFile?: string;
}

const CTRL_C = "\u0003";
const BACKSPACES = ["\u0008", "\u007f"];

/** Reads a line from the terminal without showing it. */
function askHidden(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return Promise.reject(refusal());
  stderr.write(prompt);
  stdin.setRawMode(true).setEncoding("utf8").resume();
  return new Promise((resolve) => {
    let text = "";
    const onData = (data: string): void => {
      for (const character of data) {
        if (character === CTRL_C) process.exit(130);
        if (character === "\r" || character === "\n") {
          stdin.setRawMode(false).pause().off("data", onData);
          stderr.write("\n");
          resolve(text);
          return;
        }
        text = BACKSPACES.includes(character) ? text.slice(0, -1) : text + character;
      }
    };
    stdin.on("data", onData);
  });
}

function refusal(): Error {
  try {
    return refuse("passphrase-absent");
  } catch (error) {
    return error as Error;
  }
}

/** The passphrase from its file, else from the terminal; never from the command line. */
export async function readPassphrase(
  console: Console,
  file: string | undefined,
  twice = false,
): Promise<string> {
  if (file !== undefined)
    return Buffer.from(readBytes(file))
      .toString("utf8")
      .replace(/\r?\n$/, "");
  const first = await askHidden(console.say("口令：", "passphrase: "));
  if (!twice || first === (await askHidden(console.say("再输一次：", "again: ")))) return first;
  console.note(console.say("两次输入不同，请重来。", "the two differ, try again."));
  return readPassphrase(console, file, twice);
}

/** Opens the operator's key; undefined without `--key`, and then nothing is signed. */
export async function openOptionalSigner(
  console: Console,
  options: SigningOptions,
): Promise<Signer | undefined> {
  if (options.key !== undefined)
    return openSigner(options.key, await readPassphrase(console, options.passphraseFile));
  console.note(
    console.say(
      "dualdraw: 提示: 没有 --key，文件将不签名，核验结论只能是“不完整”",
      "dualdraw: hint: no --key, so nothing is signed and verify will say incomplete",
    ),
  );
  return undefined;
}
