import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { withTool } from "../../fixtures/real-tools.js";
import { makeLargeDraw } from "../../fixtures/large-draw.js";
import { temporaryFolder } from "../../fixtures/sample-draw.js";
import { filesOfBundle, writeFiles } from "../../fixtures/specimen-files.js";
import { verifyDraw } from "../core/index.js";
import { nodeSha256, readBundle } from "../node/draw/draw-directory.js";
import type { Catalogue } from "../sim/selftest/selftest.js";
import { makeSpecimen } from "../sim/selftest/specimen.js";
import { Forgery } from "../sim/selftest/tampering.js";

const CHROMIUM = "/usr/bin/chromium";
const PAGE = resolve("dist/web/verifier.html");
const inBrowser = withTool("chromium");
const catalogue = JSON.parse(readFileSync("docs/tamperings.json", "utf8")) as Catalogue;

/** One tampering of each attack that a check catches. */
const tamperings = Object.keys(catalogue.attacks).flatMap((attack) => {
  const found = catalogue.cases.find(
    (one) => one.attack === attack && one.caught !== undefined && one.expect === undefined,
  );
  return found === undefined ? [] : [found];
});

let browser: Browser;
let specimen: ReturnType<typeof makeSpecimen>;
let other: ReturnType<typeof makeSpecimen>;
const shots = resolve("coverage/pages");

/** The page as a reader opens it from a stick, in a language; what goes wrong in it, or wants the network, is kept. */
async function openPage(locale: string, width = 1000): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ locale, viewport: { width, height: 900 } });
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(file|blob):/.test(request.url())) faults.push(request.url());
  });
  await page.goto(`file://${PAGE}`);
  return { page, faults };
}

function zipOf(files: ReadonlyMap<string, Uint8Array>): { name: string; mimeType: string; buffer: Buffer } {
  return {
    name: "draw.zip",
    mimeType: "application/zip",
    buffer: Buffer.from(zipSync(Object.fromEntries(files), { level: 1 })),
  };
}

/** Names of the checks with a status, as the page shows them. */
async function checksWith(page: Page, status: string): Promise<string[]> {
  return page.locator(`#checks tr.${status} td:nth-child(2) > span.small`).allInnerTexts();
}

async function verifyFolder(page: Page, folder: string): Promise<void> {
  await page.locator("#choose-folder").setInputFiles(folder);
  await page.locator("#result").waitFor({ state: "visible", timeout: 60_000 });
}

describe("the verifier page", () => {
  const folder = join(temporaryFolder(), "公开材料");
  beforeAll(async () => {
    specimen = makeSpecimen(1);
    other = makeSpecimen(2);
    mkdirSync(shots, { recursive: true });
    writeFiles(folder, filesOfBundle({ files: specimen.files, lists: specimen.lists }));
    if (existsSync(CHROMIUM))
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
  });

  inBrowser("is one file below 350 kB compressed, under a policy that its own digests fulfil", () => {
    const html = readFileSync(PAGE, "utf8");
    expect(gzipSync(html).length).toBeLessThan(350_000);
    const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? "";
    const digest = createHash("sha256").update(script).digest("base64");
    expect(html).toContain(`default-src 'none'; script-src 'sha256-${digest}'`);
    expect(html).not.toMatch(
      /<(link|img|iframe)|src="|unsafe|https?:\/\/(?!www\.w3\.org|json-schema\.org|dualdraw\.org)/,
    );
    expect(statSync(PAGE).size).toBeGreaterThan(100_000);
  });

  inBrowser(
    "verifies a folder as the command line does, and shows cells, pictures and explanations",
    async () => {
      const { page, faults } = await openPage("zh-CN");
      await verifyFolder(page, folder);
      const report = verifyDraw(readBundle(folder), { sha256: nodeSha256 });
      expect(report.verdict).toBe("valid");
      expect(await page.locator("#verdict").innerText()).toContain(
        "名单：有效：名单由这些文件、该种子和计划得出",
      );
      const passed = report.checks.filter(({ status }) => status === "pass").map(({ check }) => check);
      expect(await checksWith(page, "pass")).toEqual(passed);
      expect(await page.locator("#facts").innerText()).toContain(report.commitment?.slice(0, 4) ?? "");
      expect(await page.evaluate("document.activeElement.id")).toBe("verdict-title");
      const record = JSON.parse(readFileSync(join(folder, "record.json"), "utf8")) as {
        tasks: { cells: { drawn: string[]; probability: string }[] }[];
        seed: string;
      };
      const cells = record.tasks.flatMap((task) => task.cells);
      await page.locator("#tasks summary").first().click();
      await page.locator("#tasks svg.cell").first().waitFor();
      expect(await page.locator("#tasks").innerText()).toContain(cells[0]?.probability ?? "?");
      const id = cells.flatMap(({ drawn }) => drawn)[0] ?? "";
      await page.locator("#search-text").fill(id.slice(-6));
      await page.locator("#search button").click();
      await page.locator(`#matches [data-id="${id}"]`).click();
      await page.locator("#explanation pre.command").first().waitFor();
      const shown = await page.locator("#explanation").innerText();
      expect(shown).toContain("被抽中");
      expect(shown).toContain(nodeSha256(`${record.seed}:object:${id}`));
      await page.screenshot({ path: join(shots, "valid-zh.png"), fullPage: true });
      await page.locator("#language").click();
      expect(await page.locator("#verdict").innerText()).toContain("list: valid: the list follows");
      await page.locator("#explanation :text('drawn')").first().waitFor();
      await page.pdf({ path: join(shots, "certificate-en.pdf"), preferCSSPageSize: true });
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  inBrowser("takes a folder that is dropped, from a disk too", async () => {
    const { page, faults } = await openPage("zh-CN");
    const browserSide = await page.context().newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await browserSide.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
    await page.locator("#result").waitFor({ state: "visible", timeout: 60_000 });
    expect(await page.locator("#verdict").innerText()).toContain("名单：有效");
    expect(faults).toEqual([]);
    await page.close();
  });

  inBrowser("explains a person by hats and tickets", async () => {
    const { page } = await openPage("en-GB", 390);
    await verifyFolder(page, folder);
    const { visits } = JSON.parse(readFileSync(join(folder, "record.json"), "utf8")) as {
      visits: { object: string; team: { inspector: string }[] }[];
    };
    const visit = visits.find(({ team }) => team.length > 0);
    const person = visit?.team[0]?.inspector ?? "";
    await page.locator("#search-text").fill(person);
    await page.keyboard.press("Enter");
    await page.locator(`#matches [data-id="${person}"]`).press("Enter");
    await page.locator("#explanation table").first().waitFor();
    expect(await page.locator("#explanation").innerText()).toContain(visit?.object ?? "?");
    const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(shots, "phone-en.png") });
    await page.close();
  });

  inBrowser.each(tamperings.map((tampering) => [tampering.attack, tampering] as const))(
    "catches %s",
    async (_, tampering) => {
      const forgery = new Forgery(specimen, other);
      for (const step of tampering.steps) forgery.apply(step);
      const { page, faults } = await openPage("zh-CN");
      await page.locator("#choose-file").setInputFiles(zipOf(filesOfBundle(forgery.bundle)));
      await page.locator("#result").waitFor({ state: "visible", timeout: 60_000 });
      expect(await checksWith(page, "fail")).toEqual(expect.arrayContaining([...(tampering.caught ?? [])]));
      expect(await page.locator("#verdict").innerText()).toContain("名单：无效");
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  inBrowser("compares with what the reader noted, and pins keys", async () => {
    const { page } = await openPage("en-GB");
    await page.locator("#noted summary").click();
    const digest = nodeSha256(specimen.files.get("commitment.json") as Uint8Array);
    await page.locator("#noted-commitment").fill((digest.match(/.{4}/g) ?? []).join(" ").toUpperCase());
    await page.locator("#noted-dice").fill("00000000000000000000");
    await page
      .locator("#keys")
      .fill(
        `派驻纪检监察组=${specimen.signers.discipline.publicKey} # from their page\n操作员=${specimen.signers.operator.publicKey}`,
      );
    await verifyFolder(page, folder);
    expect(await checksWith(page, "fail")).toEqual(["expected"]);
    await page.locator("#noted-dice").fill("31415926535897932384");
    await verifyFolder(page, folder);
    await page.locator("#verdict :text('proven')").waitFor();
    expect(await checksWith(page, "fail")).toEqual([]);
    await page.locator("#noted-record").fill("not a digest");
    await page.locator("#choose-folder").setInputFiles(folder);
    expect(await page.locator("#problem").innerText()).toContain("expected 64 hex digits");
    await page.close();
  });

  inBrowser("says in words what cannot be read", async () => {
    const { page } = await openPage("en-GB");
    const drop = async (name: string, buffer: Buffer): Promise<void> =>
      page.locator("#choose-file").setInputFiles({ name, mimeType: "application/zip", buffer });
    await drop("broken.zip", Buffer.from("PK\u0003\u0004 not a zip at all, cut off"));
    await page.locator("#problem:text('cannot be unpacked')").waitFor();
    await drop("empty.zip", Buffer.from(zipSync({ "readme.txt": Buffer.from("hello") })));
    await page.locator("#problem:text('There is no draw here')").waitFor();
    await page.close();
  });

  inBrowser("shows hostile names as text", async () => {
    const files = filesOfBundle({ files: specimen.files, lists: specimen.lists });
    const frame = Buffer.from(files.get("frames/objects.csv") as Uint8Array).toString("utf8");
    files.set("frames/objects.csv", Buffer.from(frame.replace("云溪", "<img src=x onerror=alert(1)>")));
    const { page, faults } = await openPage("zh-CN");
    await page.locator("#choose-file").setInputFiles(zipOf(files));
    await page.locator("#result").waitFor({ state: "visible", timeout: 60_000 });
    expect(await checksWith(page, "fail")).toContain("frames-digest");
    await page.locator("#search-text").fill("onerror");
    await page.locator("#search button").click();
    await page.locator("#matches button").waitFor();
    expect(await page.locator("#matches img").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  inBrowser("verifies 100 000 objects without freezing", async () => {
    const large = makeLargeDraw(100_000);
    const { page, faults } = await openPage("zh-CN");
    // The longest time for which the page did nothing, seen from within.
    await page.evaluate(`
      window.seen = { longest: 0, last: performance.now() };
      setInterval(() => {
        seen.longest = Math.max(seen.longest, performance.now() - seen.last);
        seen.last = performance.now();
      }, 20)`);
    await page.locator("#choose-folder").setInputFiles(large);
    await page.locator("#result").waitFor({ state: "visible", timeout: 110_000 });
    // Without anybody's key the signatures are missing: nothing fails.
    expect(await page.locator("#verdict").innerText()).toContain("名单：不完整");
    expect(await checksWith(page, "fail")).toEqual([]);
    expect(await checksWith(page, "pass")).toContain("record-objects");
    expect(await page.evaluate("seen.longest")).toBeLessThan(2000);
    await page.locator("#tasks summary").first().click();
    await page.locator("#tasks svg.cell").first().waitFor({ timeout: 60_000 });
    await page.screenshot({ path: join(shots, "large-zh.png") });
    expect(faults).toEqual([]);
    await page.close();
  });
});
