import { join } from "node:path";
import { DualdrawError, formatFault, type RosterEntry } from "../../core/index.js";
import { readArchive, withArchive } from "../../node/archive/archive.js";
import { readLink } from "../../node/archive/archived-draw.js";
import { formRequest, importCosignature } from "../../node/archive/witnessing.js";
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
  const since = archive.log.lastCosignedBy(publicKey);
  if (archive.log.latestNote() === undefined || since === archive.log.size) return;
  const request = join(directory, "requests", `checkpoint-${number}.request`);
  makeFolder(join(directory, "requests"), 0o700);
  replaceFile(request, formRequest(archive, since), SEALED);
  console.print(
    console.say(
      `  待${entry.name}会签档案库检查点：${request}`,
      `  checkpoint to be cosigned by ${entry.name}: ${request}`,
    ),
  );
  console.print(
    console.say(
      `  在本人设备上：dualdraw archive witness 文件 --key 私钥 --name ${entry.name} --memory 记忆文件 -o 会签`,
      `  on that person's device: dualdraw archive witness FILE --key KEY --name ${entry.name} --memory MEMORY -o COSIGNED`,
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
