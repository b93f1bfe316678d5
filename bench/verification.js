import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { timeCommand, timeProgram } from "./measure.js";

const PAGE = resolve("dist/web/verifier.html");
const CHROMIUM = "/usr/bin/chromium";

/** Seconds from dropping a folder to the verdict, in a fresh browser. */
async function timePage(draw) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`file://${PAGE}`);
    const start = performance.now();
    await page.locator("#choose-folder").setInputFiles(draw);
    await page.locator("#result").waitFor({ state: "visible", timeout: 300_000 });
    return (performance.now() - start) / 1000;
  } finally {
    await browser.close();
  }
}

/** Verifying beside drawing, and the page beside the command line, on one draw. */
export async function benchVerification(folder, objects, row) {
  timeCommand("node", ["bench/county.js", folder, String(objects), "1000"]);
  const [draw, key, passphrase] = ["draw", "key", "passphrase"].map((name) => join(folder, name));
  writeFileSync(passphrase, "a passphrase for the bench", { mode: 0o600 });
  const signed = ["--key", key, "--passphrase-file", passphrase];
  timeProgram("keygen", "-o", key, "--passphrase-file", passphrase);
  const steps = [
    timeProgram("freeze", join(folder, "plan.json"), "-o", draw, ...signed),
    timeProgram("open", draw, "--contributions", join(folder, "values.json"), ...signed),
    timeProgram("draw", draw, ...signed),
  ];
  const drawing = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  const verify = timeProgram("verify", draw);
  row(`freeze + open + draw, ${objects} objects`, `${drawing.toFixed(2)} s`, "1");
  row(
    "verify",
    `${verify.seconds.toFixed(2)} s, ${verify.megabytes.toFixed(0)} MB`,
    `${(verify.seconds / drawing).toFixed(2)} x (target 1.5 x)`,
  );
  const page = await timePage(draw);
  row(
    "the verifier page, the same draw",
    `${page.toFixed(2)} s`,
    `${(page / verify.seconds).toFixed(2)} x verify (target 4 x)`,
  );
  row(
    "the page, compressed",
    `${(gzipSync(readFileSync(PAGE)).length / 1000).toFixed(0)} kB`,
    "target 350 kB",
  );
}
