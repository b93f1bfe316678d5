import { openSigner } from "../../node/keys/private-key.js";
import { readBytes } from "../../node/disk/read-file.js";
import { refuse, type Signer } from "../../core/index.js";
import { type Ask, openAsk } from "./ask.js";
import type { Console } from "./console.js";

/** Options of every command that signs. */
export interface SigningOptions {
  readonly key?: string;
  readonly passphraseFile?: string;
}

/** A secret as its file holds it, without the line end. */
export function readPassphraseFile(file: string): string {
  return Buffer.from(readBytes(file))
    .toString("utf8")
    .replace(/\r?\n$/, "");
}

async function askPassphrase(console: Console, ask: Ask, twice: boolean): Promise<string> {
  const first = (await ask.hidden(console.say("口令：", "passphrase: "))) ?? refuse("passphrase-absent");
  if (!twice || first === (await ask.hidden(console.say("再输一次：", "again: ")))) return first;
  console.note(console.say("两次输入不同，请重来。", "the two differ, try again."));
  return askPassphrase(console, ask, twice);
}

/** The passphrase from its file, else from the terminal; never from the command line. */
export async function readPassphrase(
  console: Console,
  file: string | undefined,
  twice = false,
): Promise<string> {
  if (file !== undefined) return readPassphraseFile(file);
  if (!process.stdin.isTTY) return refuse("passphrase-absent");
  const ask = openAsk();
  try {
    return await askPassphrase(console, ask, twice);
  } finally {
    ask.close();
  }
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

/** {@link openOptionalSigner} for a session, which asks on a terminal that it holds already. */
export async function openSessionSigner(
  console: Console,
  ask: Ask,
  options: SigningOptions,
): Promise<Signer | undefined> {
  if (options.key === undefined || options.passphraseFile !== undefined)
    return openOptionalSigner(console, options);
  return openSigner(options.key, await askPassphrase(console, ask, false));
}
