import { refuse, type TrustedKey } from "../../core/index.js";
import { parsePublicKey } from "./private-key.js";
import { readBytes } from "../disk/read-file.js";

const PEM = /-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g;

/** `NAME=KEY` or `KEY`; the base64 of a key may end in `=`, and a name holds none. */
function splitName(text: string): { name: string | undefined; key: string } {
  const bare = /^(ssh-ed25519|sk-ssh-ed25519@openssh\.com) /.test(text);
  const [, name, key] = (bare ? null : /^([^=]+)=([^=].*)$/s.exec(text)) ?? [];
  return name === undefined || key === undefined
    ? { name: undefined, key: text }
    : { name: name.trim(), key: key.trim() };
}

function readLines(content: string, file: string, name: string | undefined): TrustedKey[] {
  return content
    .split("\n")
    .map((line, i) => ({ line: line.replace(/(^|\s)#.*/, "").trim(), number: i + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => {
      const own = splitName(line);
      return withName(parsePublicKey(own.key, { file, line: number }), own.name ?? name);
    });
}

function withName(publicKey: string, name: string | undefined): TrustedKey {
  return name === undefined ? { publicKey } : { publicKey, name };
}

/**
 * Keys that a reader pins: `KEY` or `NAME=KEY`, where KEY is 64 hex digits, or a file with PEM keys, or with one key per line (hex or OpenSSH,
 * each with its own `NAME=` in front if wanted, `#` beginning a remark). The name is that of the roster. Throws `public-key-invalid` for
 * what is no key.
 */
export function readTrustedKeys(text: string): TrustedKey[] {
  const { name, key } = splitName(text);
  if (/^[0-9a-fA-F\s]{64,}$/.test(key)) return [withName(parsePublicKey(key, {}), name)];
  const content = Buffer.from(readBytes(key)).toString("utf8");
  const blocks = content.match(PEM);
  const keys =
    blocks === null
      ? readLines(content, key, name)
      : blocks.map((block) => withName(parsePublicKey(block, { file: key }), name));
  return keys.length > 0 ? keys : refuse("public-key-invalid", {}, { file: key });
}
