import { formatNoticePage } from "../../forms/notice-page.js";
import { proveAll } from "../../node/archive/archived-draw.js";
import { requireEmpty } from "../../node/disk/durable-write.js";
import {
  noticeFiles,
  publicFiles,
  readNotice,
  recordRelease,
  writePublicFolder,
} from "../../node/draw/publish.js";
import { archivedStep } from "../archive/archived-step.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { openOptionalSigner, type SigningOptions } from "../terminal/passphrase.js";

/** `dualdraw publish DIR -o OUT`: digests and totals, on the day. */
export async function runPublish(
  console: Console,
  directory: string,
  options: { readonly output: string },
): Promise<ExitCode> {
  const notice = readNotice(directory);
  await writePublicFolder(options.output, noticeFiles(notice, formatNoticePage(notice)));
  if (console.json) console.print(JSON.stringify(notice));
  else
    console.print(
      console.say(
        `公示在 ${options.output}：notice.html、notice.json（只有摘要和总数）`,
        `the notice is in ${options.output}: notice.html, notice.json (digests and totals alone)`,
      ),
    );
  return EXIT.done;
}

/** `dualdraw release DIR -o OUT`: the public bundle, after the visits. */
export async function runRelease(
  console: Console,
  directory: string,
  options: SigningOptions & { readonly output: string },
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  requireEmpty(options.output);
  archivedStep(console, directory, signer, () => recordRelease(directory, { signer, now: new Date() }));
  proveAll(directory);
  await writePublicFolder(options.output, publicFiles(directory));
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/release/v1", directory: options.output }));
  else
    console.print(
      console.say(
        `公开材料在 ${options.output}。任何人可核验：dualdraw verify ${options.output}`,
        `the public bundle is in ${options.output}; anybody can check it: dualdraw verify ${options.output}`,
      ),
    );
  return EXIT.done;
}
