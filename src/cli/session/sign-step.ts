import { join } from "node:path";
import {
  attestationName,
  type Commitment,
  DualdrawError,
  envelopeFile,
  findSigners,
  formatFault,
  parseEnvelope,
  presenceText,
  type RosterEntry,
  SSH_NAMESPACE,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { makeFolder, replaceFile, SEALED } from "../../node/durable-write.js";
import { readBytesIfAny } from "../../node/read-file.js";
import { attest, formSigningRequest, importSignature } from "../../node/sign-off.js";
import { announce, answer, pause, type Room } from "./room.js";

/** True if the envelope of a statement holds a valid signature of a key. */
function hasSigned({ directory }: Room, name: StatementName, publicKey: string): boolean {
  const bytes = readBytesIfAny(join(directory, envelopeFile(name)));
  const envelope = bytes === undefined ? undefined : parseEnvelope(bytes);
  return envelope !== undefined && findSigners(envelope, [publicKey]).length > 0;
}

/** Writes what is to be signed on the person's own device and takes the signature back; skipping is allowed, and shows in the verdict. */
async function collectSignature(
  room: Room,
  entry: RosterEntry,
  number: number,
  name: StatementName,
): Promise<void> {
  const { console, directory, signer } = room;
  const { publicKey } = entry;
  if (publicKey === undefined || publicKey === signer?.publicKey || hasSigned(room, name, publicKey)) return;
  const request = join(directory, "requests", `${name}.tosign`);
  makeFolder(join(directory, "requests"), 0o700);
  replaceFile(request, formSigningRequest(directory, name), SEALED);
  console.print(
    console.say(`  待${entry.name}签名：${request}`, `  to be signed by ${entry.name}: ${request}`),
  );
  console.print(
    console.say(
      `  在本人设备上：dualdraw sign make 文件 --key 私钥 -o 签名，或 ssh-keygen -Y sign -n ${SSH_NAMESPACE} -f 私钥 文件`,
      `  on that person's device: dualdraw sign make FILE --key KEY -o SIG, or ssh-keygen -Y sign -n ${SSH_NAMESPACE} -f KEY FILE`,
    ),
  );
  for (;;) {
    const path = await answer(
      room,
      console.say(
        "  签名文件路径（回车跳过，日后可补）：",
        "  signature file (Enter to skip; it can be added later): ",
      ),
    );
    if (path === "") return;
    try {
      importSignature(directory, name, String(number), path);
      console.print(console.say("  签名有效，已加入。", "  the signature is valid and was added."));
      return;
    } catch (error) {
      if (!(error instanceof DualdrawError)) throw error;
      console.note(formatFault(error.fault, console.language));
    }
  }
}

/** Witnesses sign the commitment before any value is known. */
export async function countersign(room: Room, { roster }: Commitment): Promise<void> {
  const { console } = room;
  announce(
    room,
    console.say("三、见证人会签封存单", "3. Witnesses countersign"),
    console.say(
      "会签表示：名单和规则已经固定，而本人此时不知道任何一方的值。日后换一份名单，签名就对不上。",
      "It says: lists and rules are fixed, and no contribution is known to me. With another list the signature would not fit.",
    ),
  );
  for (const [i, entry] of roster.entries()) await collectSignature(room, entry, i + 1, "commitment");
  if (roster.some(({ publicKey, role }) => publicKey === undefined && role !== "operator"))
    await pause(
      room,
      console.say("请纸面签名的见证人在封存单上签名。", "Witnesses on paper: sign the freeze form."),
    );
}

async function askPresence(room: Room, entry: RosterEntry, number: number): Promise<boolean> {
  const { console, directory, signer } = room;
  let reply = "";
  while (reply === "")
    reply = await answer(
      room,
      console.say(
        `${entry.name}：y＝在场无异议；n＝未到场；有异议请写出：`,
        `${entry.name}: y = present; n = not here; a reservation in words: `,
      ),
    );
  if (reply.toLowerCase() === "n") return false;
  const reservation = reply.toLowerCase() === "y" ? {} : { reservation: reply };
  attest(directory, { signer: String(number), operator: signer, ...reservation });
  return true;
}

/** Everybody present says what they saw, on paper or with a key of their own. */
export async function attestAll(room: Room, { roster }: Commitment): Promise<void> {
  const { console, directory } = room;
  announce(
    room,
    console.say("七、签字", "7. Signatures"),
    console.say(
      `每人确认：“${presenceText}”有异议的写明异议；记录本身谁也不能改。`,
      "Everybody attests: I was present, slips before dice, and this is what was drawn. A doubt is written down; nobody edits the record.",
    ),
  );
  for (const [i, entry] of roster.entries()) {
    if (entry.role === "operator") continue;
    const name = attestationName(i + 1);
    const stands = readBytesIfAny(join(directory, statementFile(name))) !== undefined;
    if (!stands && !(await askPresence(room, entry, i + 1))) continue;
    for (const statement of ["opening", "record", name] as const)
      await collectSignature(room, entry, i + 1, statement);
  }
}
