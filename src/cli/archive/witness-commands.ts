import {
  type Checkpoint,
  encodeNote,
  formatVerifierKey,
  noteTypes,
  parseCheckpoint,
  refuse,
} from "../../core/index.js";
import {
  addKeyStatement,
  type Archive,
  readArchive,
  signIfKey,
  withArchive,
} from "../../node/archive/archive.js";
import { endedKeys, type KeyChange } from "../../node/archive/keys.js";
import { cosignRequest, formRequest, importCosignature, requireNote } from "../../node/archive/witnessing.js";
import { replaceFile } from "../../node/disk/durable-write.js";
import { readBytes } from "../../node/disk/read-file.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { openSigner } from "../../node/keys/private-key.js";
import { readTrustedKeys } from "../../node/keys/trusted-keys.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { groupDigest } from "../terminal/hints.js";
import { readPassphrase, type SigningOptions } from "../terminal/passphrase.js";
import { openOptionalSigner } from "../terminal/passphrase.js";

/** One public key as the command line gives it. */
export function readKey(text: string): string {
  return readTrustedKeys(text)[0]?.publicKey ?? refuse("public-key-invalid", {}, {}, text);
}

/** A tree head as people copy it to paper: the root in groups. */
export function printHead(console: Console, { origin, size, root }: Checkpoint): void {
  console.print(
    console.say(`检查点：${origin}，${size}条，根：`, `checkpoint: ${origin}, ${size} leaves, root:`),
  );
  console.print(`  ${groupDigest(root)}`);
}

/** Options of `archive checkpoint`. */
export interface CheckpointOptions extends SigningOptions {
  readonly output?: string;
  readonly since?: number;
  readonly add?: string;
  readonly witness?: string;
}

/** `dualdraw archive checkpoint ARCHIVE`: sign, show, write the newest one, or take a witness's cosignature. */
export async function runArchiveCheckpoint(
  console: Console,
  path: string,
  options: CheckpointOptions,
): Promise<ExitCode> {
  const { output, since, add, witness } = options;
  if (add !== undefined) return addCosignature(console, path, add, witness);
  const signer = options.key === undefined ? undefined : await openOptionalSigner(console, options);
  if (signer !== undefined)
    withArchive(path, (archive) => {
      if (!signIfKey(archive, signer)) refuse("archive-key");
    });
  const archive = readArchive(path);
  const note = requireNote(archive);
  const checkpoint = parseCheckpoint(note.text) ?? refuse("checkpoint-form");
  if (output !== undefined)
    replaceFile(output, since === undefined ? encodeNote(note) : formRequest(archive, since));
  if (console.json)
    console.print(
      JSON.stringify({ schema: "dualdraw/archive-checkpoint/v1", ...checkpoint, logSize: archive.log.size }),
    );
  else {
    printHead(console, checkpoint);
    if (archive.key !== undefined)
      console.print(`  ${formatVerifierKey(archive.origin, noteTypes.ed25519, archive.key, nodeSha256)}`);
    if (output !== undefined) console.print(`  ${output}`);
  }
  return EXIT.done;
}

function addCosignature(console: Console, path: string, file: string, witness: string | undefined): ExitCode {
  const key = readKey(witness ?? refuse("public-key-invalid", {}, {}, "--witness"));
  const { size, name, at } = withArchive(path, (archive) => importCosignature(archive, file, key));
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/archive-cosignature/v1", size, name, at }));
  else
    console.print(
      console.say(
        `${name}于${at}会签了${size}条的检查点；抽取目录中的证明用 archive add 更新`,
        `${name} cosigned the checkpoint of ${size} leaves at ${at}; archive add renews the proof in a draw directory`,
      ),
    );
  return EXIT.done;
}

/** Options of `archive witness`. */
export interface WitnessCommandOptions extends SigningOptions {
  readonly key: string;
  readonly name: string;
  readonly memory: string;
  readonly archiveKey?: string;
  readonly output: string;
}

/** `dualdraw archive witness REQUEST`: on the witness's own device. */
export async function runArchiveWitness(
  console: Console,
  request: string,
  options: WitnessCommandOptions,
): Promise<ExitCode> {
  const { key, name, memory, archiveKey, output } = options;
  const signer = openSigner(key, await readPassphrase(console, options.passphraseFile));
  const { note, checkpoint } = cosignRequest(readBytes(request), {
    signer,
    name,
    memory,
    archiveKey: archiveKey === undefined ? undefined : readKey(archiveKey),
    now: new Date(),
  });
  replaceFile(output, note);
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/archive-witness/v1", ...checkpoint }));
  else {
    printHead(console, checkpoint);
    console.print(
      console.say(
        `已会签：${output}；请带回，用 dualdraw archive checkpoint 档案库 --add ${output} --witness 公钥 加入`,
        `cosigned: ${output}; take it back and add it with: dualdraw archive checkpoint ARCHIVE --add ${output} --witness KEY`,
      ),
    );
  }
  return EXIT.done;
}

/** Options of `archive key`. */
export interface KeyCommandOptions extends SigningOptions {
  readonly role: string;
  readonly holder: string;
  readonly publicKey?: string;
  readonly newKey?: string;
  readonly newPassphraseFile?: string;
  readonly newPublicKey?: string;
  readonly reason: string;
}

/**
 * A change of key must be possible, and signed with the archive's key as it was. Only where that is lost, a replacement is signed with the new key
 * alone, and readers have to pin it.
 */
function checkChange(
  { keys, key }: Archive,
  {
    action,
    role,
    publicKey,
    replacement,
  }: Pick<KeyChange, "action" | "role"> & { publicKey: string; replacement: string | undefined },
  signer: string | undefined,
  next: string | undefined,
): void {
  const ended = endedKeys(keys);
  if (ended.includes(publicKey)) refuse("archive-key-known");
  if ((action === "replace") !== (replacement !== undefined))
    refuse("public-key-invalid", {}, {}, "--new-key, --new-public-key");
  if (replacement !== undefined && [...ended, publicKey].includes(replacement)) refuse("archive-key-known");
  const isArchive = role === "archive";
  if (isArchive && action === "replace" && next !== replacement) refuse("archive-key", {}, {}, "--new-key");
  if (isArchive && (action === "introduce" ? key !== undefined : publicKey !== key)) refuse("archive-key");
  const isLost = isArchive && action === "replace" && next === replacement && signer === undefined;
  if (key !== undefined && signer !== key && !isLost) refuse("archive-key");
}

/** `dualdraw archive key ARCHIVE introduce|replace|revoke`: key changes are statements of the log. */
export async function runArchiveKey(
  console: Console,
  path: string,
  action: KeyChange["action"],
  options: KeyCommandOptions,
): Promise<ExitCode> {
  const { role, holder, reason, newKey } = options;
  const signer = await openOptionalSigner(console, options);
  const next =
    newKey === undefined
      ? undefined
      : openSigner(newKey, await readPassphrase(console, options.newPassphraseFile));
  const replacement =
    next?.publicKey ?? (options.newPublicKey === undefined ? undefined : readKey(options.newPublicKey));
  withArchive(path, (archive) => {
    const publicKey =
      options.publicKey === undefined
        ? role === "archive"
          ? archive.key
          : undefined
        : readKey(options.publicKey);
    if (publicKey === undefined)
      return role === "archive"
        ? refuse("archive-unkeyed")
        : refuse("public-key-invalid", {}, {}, "--public-key");
    checkChange(archive, { action, role, publicKey, replacement }, signer?.publicKey, next?.publicKey);
    const change: KeyChange = {
      action,
      role,
      holder: holder === "" ? archive.origin : holder,
      publicKey,
      ...(replacement === undefined ? {} : { replacement }),
      reason,
    };
    addKeyStatement(
      archive,
      change,
      [signer, next].filter((key) => key !== undefined),
      new Date(),
    );
  });
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/archive-key/v1", action, role, holder }));
  else
    console.print(console.say("密钥变更已记入档案库日志", "the change of key stands in the archive's log"));
  return EXIT.done;
}
