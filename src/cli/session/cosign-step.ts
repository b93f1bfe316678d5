import { join } from "node:path";
import { DualdrawError, formatFault, type RosterEntry } from "../../core/index.js";
import { readArchive, withArchive } from "../../node/archive/archive.js";
import { readLink } from "../../node/archive/archived-draw.js";
import { firstNoteWith, formRequest, importCosignature } from "../../node/archive/witnessing.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { makeFolder, replaceFile, SEALED } from "../../node/disk/durable-write.js";
import { archivedStep } from "../archive/archived-step.js";
import { answer, type Room } from "./room.js";

/**
 * Takes a witness's cosignature of the checkpoint that holds the commitment: with a public beacon after it, it proves the order. Skipping is
 * allowed, and shows in the verdict.
 */
export async function collectCosignature(room: Room, entry: RosterEntry, number: number): Promise<void> {
  const { console, directory, signer } = room;
  const { publicKey, role } = entry;
  const path = readLink(directory);
  if (path === undefined || publicKey === undefined || role === "operator") return;
  const archive = readArchive(path);
  const { sequence = 0 } = readCommitment(directory).commitment.archive ?? {};
  const note = firstNoteWith(archive, sequence);
  if (note === undefined) {
    console.note(
      console.say(
        `  还没有含本次封存的签名检查点，无法会签；请由档案库密钥持有人执行 dualdraw archive checkpoint ${path} --key 私钥`,
        `  no signed checkpoint holds this commitment, so none can be cosigned; whoever holds the archive's key: dualdraw archive checkpoint ${path} --key KEY`,
      ),
    );
    return;
  }
  const since = archive.log.lastCosignedBy(publicKey);
  if (since > sequence) return;
  const noteName = entry.name.replace(/[\s+]+/gu, "_");
  const request = join(directory, "requests", `checkpoint-${number}.request`);
  makeFolder(join(directory, "requests"), 0o700);
  replaceFile(request, formRequest(archive, since, note), SEALED);
  console.print(
    console.say(
      `  待${entry.name}会签档案库检查点：${request}`,
      `  checkpoint to be cosigned by ${entry.name}: ${request}`,
    ),
  );
  console.print(
    console.say(
      `  在本人设备上：dualdraw archive witness 文件 --key 私钥 --name ${noteName} --memory 记忆文件 -o 会签`,
      `  on that person's device: dualdraw archive witness FILE --key KEY --name ${noteName} --memory MEMORY -o COSIGNED`,
    ),
  );
  for (;;) {
    const file = await answer(
      room,
      console.say("  会签文件路径（回车跳过）：", "  cosigned file (Enter to skip): "),
    );
    if (file === "") return;
    try {
      const { at } = withArchive(path, (held) => importCosignature(held, file, publicKey));
      archivedStep(console, directory, signer, () => undefined);
      console.print(
        console.say(`  会签有效（${at}），已加入。`, `  the cosignature is valid (${at}) and was added.`),
      );
      return;
    } catch (error) {
      if (!(error instanceof DualdrawError)) throw error;
      console.note(formatFault(error.fault, console.language));
    }
  }
}
