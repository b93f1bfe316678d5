import { join } from "node:path";
import {
  attestationName,
  type Commitment,
  DualdrawError,
  envelopeFile,
  findSigners,
  formatFault,
  isSealed,
  parseEnvelope,
  presenceText,
  type RosterEntry,
  SSH_NAMESPACE,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { makeFolder, replaceFile, SEALED } from "../../node/disk/durable-write.js";
import { readBytesIfAny } from "../../node/disk/read-file.js";
import { attest, formSigningRequest, importSignature } from "../../node/draw/sign-off.js";
import { archivedStep } from "../archive/archived-step.js";
import { collectCosignature } from "./cosign-step.js";
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
      name === "commitment"
        ? console.say(
            "  签名文件路径（回车跳过；录入数值之后不能再补）：",
            "  signature file (Enter to skip; not possible any more once values are entered): ",
          )
        : console.say(
            "  签名文件路径（回车跳过，日后可补）：",
            "  signature file (Enter to skip; it can be added later): ",
          ),
    );
    if (path === "") return;
    try {
      archivedStep(console, directory, signer, () => importSignature(directory, name, String(number), path));
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
      "会签表示：名单和规则已经固定，而除本人的值外，本人此时不知道任何一方的值。日后换一份名单，签名就对不上。",
      "It says: lists and rules are fixed, and no contribution but my own is known to me. With another list the signature would not fit.",
    ),
  );
  for (const [i, entry] of roster.entries()) {
    await collectSignature(room, entry, i + 1, "commitment");
    await collectCosignature(room, entry, i + 1);
  }
  if (roster.some(({ publicKey, role }) => publicKey === undefined && role !== "operator"))
    await pause(
      room,
      console.say("请纸面签名的见证人在封存单上签名。", "Witnesses on paper: sign the freeze form."),
    );
}

/** What a person says: `y`, `n`, or a reservation that was read back. */
async function askPerson(room: Room, { name }: RosterEntry, contributed: boolean): Promise<string> {
  const { console } = room;
  for (;;) {
    const reply = await answer(
      room,
      console.say(
        `${name}：y＝在场无异议；n＝未到场；有异议请写出：`,
        `${name}: y = present; n = not here; a reservation in words: `,
      ),
    );
    if (/^(y|yes|ｙ|是)$/i.test(reply)) return "y";
    if (/^(n|no|ｎ|否)$/i.test(reply)) {
      if (!contributed) return "n";
      console.note(
        console.say(
          `已录入${name}名下的数值，不能记为未到场；此人如未到场，须作废本次抽取（dualdraw void）。`,
          `a value was entered in the name of ${name}: a person who was not here means that this draw has to be voided (dualdraw void).`,
        ),
      );
    } else if (reply !== "") {
      const question = console.say(
        `记为异议：“${reply}”，对吗？（y/n）`,
        `a reservation: "${reply}", is that right? (y/n) `,
      );
      if (/^(y|yes|ｙ|是)$/i.test(await answer(room, question))) return reply;
    }
  }
}

async function askPresence(
  room: Room,
  entry: RosterEntry,
  number: number,
  contributed: boolean,
): Promise<boolean> {
  const { directory, signer } = room;
  const reply = await askPerson(room, entry, contributed);
  if (reply === "n") return false;
  const reservation = reply === "y" ? {} : { reservation: reply };
  archivedStep(room.console, directory, signer, () =>
    attest(directory, { signer: String(number), operator: signer, ...reservation }),
  );
  return true;
}

/** Everybody present says what they saw, on paper or with a key of their own. */
export async function attestAll(room: Room, { roster, sources, plan }: Commitment): Promise<void> {
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
    const contributed = sources.some((source) => source.kind === "witness" && source.name === entry.name);
    if (!stands && !(await askPresence(room, entry, i + 1, contributed))) continue;
    // The opening and the record of a sealed draw hold the list: only discipline inspection knows it beside the operator. All others sign
    // their attestation, which names the digests of both.
    const whole = !isSealed(plan) || entry.role === "discipline";
    const statements = whole ? (["opening", "record", name] as const) : [name];
    for (const statement of statements) await collectSignature(room, entry, i + 1, statement);
  }
}
