import {
  isSignatureOf,
  parseCanonicalJson,
  presenceText,
  refuse,
  showText,
  SSH_NAMESPACE,
} from "../../core/index.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { SEALED, writeOnce } from "../../node/disk/durable-write.js";
import { readBytes } from "../../node/disk/read-file.js";
import { attest, formSigningRequest, importSignature, readStatementName } from "../../node/draw/sign-off.js";
import { archivedStep } from "../archive/archived-step.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { groupDigest } from "../terminal/hints.js";
import { openOptionalSigner, type SigningOptions } from "../terminal/passphrase.js";

/** `dualdraw sign request DIR STATEMENT -o FILE`: the exact bytes to be signed on another device. */
export function runSignRequest(
  console: Console,
  directory: string,
  statement: string,
  options: { readonly output: string },
): ExitCode {
  const name = readStatementName(statement);
  writeOnce(options.output, formSigningRequest(directory, name), SEALED);
  if (console.json) {
    console.print(
      JSON.stringify({ schema: "dualdraw/sign-request/v1", file: options.output, statement: name }),
    );
    return EXIT.done;
  }
  console.print(console.say(`待签文件：${options.output}`, `to be signed: ${options.output}`));
  console.print(
    console.say(
      "请在签名人自己的设备上，用下面任一方式签名：",
      "sign it on the signer's own device in one of these ways:",
    ),
  );
  console.print(`  dualdraw sign make ${options.output} --key KEY -o SIGNATURE`);
  console.print(`  ssh-keygen -Y sign -f KEY -n ${SSH_NAMESPACE} ${options.output}`);
  console.print(`  openssl pkeyutl -sign -inkey KEY -rawin -in ${options.output} -out SIGNATURE`);
  return EXIT.done;
}

/** Fields of a statement that a signer must see before signing; lists and plans are left out. */
const SHOWN = [
  "name",
  "role",
  "statement",
  "text",
  "kind",
  "object",
  "inspector",
  "commitment",
  "opening",
  "record",
];

function describeStatement(statement: Uint8Array): string[] {
  const value = parseCanonicalJson(statement) as Readonly<Record<string, unknown>> | undefined;
  const plan = value?.["plan"] as { id?: unknown; title?: unknown } | undefined;
  const shown = SHOWN.map((field) => [field, value?.[field]] as const);
  const rows = [["draw", plan?.id] as const, ["title", plan?.title] as const, ...shown];
  return rows.flatMap(([field, text]) => (typeof text === "string" ? [`${field}: ${showText(text)}`] : []));
}

const HEAD = /^DSSEv1 [0-9]+ application\/vnd\.dualdraw\.([a-z]+)\.v1\+json [0-9]+ /;

/** `dualdraw sign make REQUEST --key FILE -o SIGNATURE`: on the signer's own device; shows what is signed. */
export async function runSignMake(
  console: Console,
  request: string,
  options: SigningOptions & { readonly output: string },
): Promise<ExitCode> {
  const bytes = readBytes(request);
  const head = HEAD.exec(Buffer.from(bytes.subarray(0, 120)).toString("latin1"));
  if (head === null) return refuse("statement-form", { kind: "DSSE", reason: "DSSEv1" }, { file: request });
  const statement = bytes.subarray(head[0].length);
  console.print(
    console.say(
      `将签名的文件类型：${head[1]}，摘要：`,
      `you are signing a statement of the kind ${head[1]}, with the digest:`,
    ),
  );
  console.print(`  ${groupDigest(nodeSha256(statement))}`);
  for (const line of describeStatement(statement)) console.print(`  ${line}`);
  const signer = await openOptionalSigner(console, options);
  if (signer === undefined) return EXIT.usage;
  const signature = signer.sign(bytes);
  if (!isSignatureOf(signer.publicKey, bytes, signature))
    return refuse("key-unreadable", { reason: "the signature does not verify" });
  writeOnce(options.output, signature);
  console.print(options.output);
  return EXIT.done;
}

/** `dualdraw sign import DIR STATEMENT --signer N --signature FILE` */
export function runSignImport(
  console: Console,
  directory: string,
  statement: string,
  options: { readonly signer: string; readonly signature: string },
): ExitCode {
  const name = readStatementName(statement);
  const entry = archivedStep(console, directory, undefined, () =>
    importSignature(directory, name, options.signer, options.signature),
  );
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/sign-import/v1", statement: name, signer: entry.name }));
  else
    console.print(
      console.say(`已加入${entry.name}对${name}的签名`, `added the signature of ${entry.name} on ${name}`),
    );
  return EXIT.done;
}

/** `dualdraw attest DIR --signer N`: what one person says of the draw. */
export async function runAttest(
  console: Console,
  directory: string,
  options: SigningOptions & {
    readonly signer: string;
    readonly reservation?: string;
    readonly scan?: string;
  },
): Promise<ExitCode> {
  const operator = await openOptionalSigner(console, options);
  const { signer, reservation, scan } = options;
  const { name, entry } = archivedStep(console, directory, operator, () =>
    attest(directory, {
      signer,
      operator,
      ...(reservation === undefined ? {} : { reservation }),
      ...(scan === undefined ? {} : { scan }),
    }),
  );
  if (console.json) {
    console.print(JSON.stringify({ schema: "dualdraw/attest/v1", statement: name, signer: entry.name }));
    return EXIT.done;
  }
  console.print(`${entry.name}: ${reservation ?? presenceText}`);
  const own = entry.publicKey !== undefined && entry.publicKey !== operator?.publicKey;
  if (own)
    console.print(
      console.say(
        `尚须本人签名：dualdraw sign request ${directory} ${name} -o FILE`,
        `to be signed by that person: dualdraw sign request ${directory} ${name} -o FILE`,
      ),
    );
  return EXIT.done;
}
