import { existsSync } from "node:fs";
import { refuse } from "../../core/index.js";
import { formatNoticePage } from "../../forms/notice-page.js";
import { formatResultPage } from "../../forms/result-page.js";
import { proveAll } from "../../node/archive/archived-draw.js";
import { requireEmpty } from "../../node/disk/durable-write.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { readStandingDraw } from "../../node/draw/events.js";
import {
  noticeFiles,
  publicFiles,
  readNotice,
  recordRelease,
  requireListPublic,
  resultFiles,
  writePublicFolder,
  writePublicZip,
} from "../../node/draw/publish.js";
import { archivedStep } from "../archive/archived-step.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { openOptionalSigner, type SigningOptions } from "../terminal/passphrase.js";

function resultPage(directory: string): string {
  const { frozen, record, recordDigest, standing } = readStandingDraw(directory);
  return formatResultPage({
    draw: { preparation: frozen.preparation, record, sha256: nodeSha256 },
    commitment: frozen.commitment,
    digests: { commitment: frozen.commitmentDigest, record: recordDigest },
    visits: standing.visits,
    voided: standing.voided,
  });
}

/** `dualdraw publish DIR --html -o OUT`: the list with every probability, once it is public. */
async function publishResult(console: Console, directory: string, output: string): Promise<ExitCode> {
  requireListPublic(directory);
  requireEmpty(output);
  const files = resultFiles(directory, resultPage(directory));
  await writePublicFolder(output, files);
  if (console.json)
    console.print(
      JSON.stringify({ schema: "dualdraw/result/v1", directory: output, files: [...files.keys()] }),
    );
  else
    console.print(
      console.say(
        `名单公示在 ${output}：result.html（无需脚本），数据 result.json 和各 CSV`,
        `the list is in ${output}: result.html (no script needed), the data in result.json and CSV files`,
      ),
    );
  return EXIT.done;
}

/** `dualdraw publish DIR -o OUT`: digests and totals, on the day. */
export async function runPublish(
  console: Console,
  directory: string,
  options: { readonly output: string; readonly html?: boolean },
): Promise<ExitCode> {
  if (options.html === true) return publishResult(console, directory, options.output);
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

/** Refuses to replace a file, before anything is recorded. */
function requireNoFile(path: string): void {
  if (existsSync(path)) refuse("file-exists", {}, { file: path });
}

/** `dualdraw release DIR -o OUT`: the public bundle, after the visits: a folder, or one ZIP. */
export async function runRelease(
  console: Console,
  directory: string,
  options: SigningOptions & { readonly output: string },
): Promise<ExitCode> {
  const signer = await openOptionalSigner(console, options);
  const zip = options.output.endsWith(".zip");
  if (zip) requireNoFile(options.output);
  else requireEmpty(options.output);
  archivedStep(console, directory, signer, () => recordRelease(directory, { signer, now: new Date() }));
  proveAll(directory);
  if (zip) writePublicZip(options.output, publicFiles(directory));
  else await writePublicFolder(options.output, publicFiles(directory));
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/release/v1", directory: options.output }));
  else
    console.print(
      console.say(
        `公开材料在 ${options.output}。任何人可核验：${zip ? "" : `dualdraw verify ${options.output}，或`}用浏览器打开 verifier.html`,
        `the public bundle is in ${options.output}; anybody can check it: ${zip ? "" : `dualdraw verify ${options.output}, or `}open verifier.html in a browser`,
      ),
    );
  return EXIT.done;
}
