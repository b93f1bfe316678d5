import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { withTool } from "../../fixtures/real-tools.js";
import {
  compareText,
  faultCodes,
  formatFault,
  levelOf,
  type RecordStatement,
  wordFault,
} from "../core/index.js";

const program = resolve("bin/dualdraw.js");
const run = (...args: string[]) => {
  const { stdout, stderr, status } = spawnSync("node", [program, ...args], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  return { stdout, stderr, status };
};
const folder = () => mkdtempSync(join(tmpdir(), "dualdraw-cli-"));

/** A small county with a frozen, opened and drawn draw. */
function drawCounty(): { county: string; draw: string } {
  const base = folder();
  const [county, draw] = [join(base, "county"), join(base, "draw")];
  expect(run("sample", county).status).toBe(0);
  expect(run("freeze", join(county, "plan.json"), "-o", draw).status).toBe(0);
  expect(run("open", draw, "--contributions", join(county, "contributions.json")).status).toBe(0);
  expect(run("draw", draw).status).toBe(0);
  return { county, draw };
}

describe("the command line", () => {
  it.each([
    ["zh", "有效：名单由这些文件、该种子和计划得出", "验算：printf"],
    ["en", "valid: the list follows from these files", "recompute: printf"],
  ])("demonstrates a whole draw in %s", (language, verdict, explained) => {
    const { stdout, status } = run("demo", join(folder(), "demo"), "--lang", language);
    expect(status).toBe(0);
    expect(stdout).toContain(verdict);
    expect(stdout).toContain(explained);
  });

  it("simulates before and after the freeze, and writes a report without a script", () => {
    const { county, draw } = drawCounty();
    const report = join(county, "bias.html");
    const before = run(
      "simulate",
      join(county, "plan.json"),
      "--seeds",
      "20",
      "--html",
      report,
      "--lang",
      "en",
    );
    expect(before.stdout).toContain('20 seeds from the number "1"');
    expect(before.status).toBe(0);
    const page = readFileSync(report, "utf8");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(page.match(/<figure/g)).toHaveLength(4);
    const after = run("--json", "simulate", draw, "--seeds", "20");
    const json = JSON.parse(after.stdout) as { schema: string; seeds: number; tasks: unknown[] };
    expect(json).toMatchObject({ schema: "dualdraw/simulation/v1", seeds: 20, number: "1", biased: false });
    expect(run("--json", "simulate", join(county, "plan.json"), "--seeds", "20").stdout).toBe(after.stdout);
    expect(run("simulate", draw, "--seeds", "0").status).toBe(2);
    expect(run("simulate", county).status).toBe(3);
  });

  it("verifies in Chinese down to the reasons", () => {
    const { draw } = drawCounty();
    expect(run("verify", draw, "--lang", "zh").stdout).toContain(
      "未查  record-signed: 抽取记录由操作员密钥签名（封存中没有操作员公钥）",
    );
    rmSync(join(draw, "frames/items.csv"));
    rmSync(join(draw, "annex"), { recursive: true });
    writeFileSync(join(draw, "plan.json"), "x");
    const { stdout } = run("verify", draw, "--lang", "zh");
    expect(stdout).toContain("（缺少：items）");
    expect(stdout).toContain("（本副本不含 annex）");
    expect(stdout).not.toMatch(/needs|missing|no [a-z]+ in/);
    // No reason is left in English.
    expect(stdout.match(/（(?!缺少|须先通过)[a-z' ]+）/g)).toBeNull();
  });

  it("speaks the language of the locale", () => {
    const zh = spawnSync("node", [program, "chek"], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "zh_CN.UTF-8" },
    });
    expect(zh.stderr).toBe("dualdraw: 错误: 未知命令“chek”\n（是否应为 check？）\n");
    expect(run("chek").stderr).toBe("dualdraw: error: unknown command 'chek'\n(Did you mean check?)\n");
  });

  it("ends with the exit codes of the documents", () => {
    const { county, draw } = drawCounty();
    expect(run("verify", draw).status).toBe(4);
    writeFileSync(join(draw, "lists/visits.csv"), "x");
    expect(run("verify", draw).status).toBe(1);
    expect(run("verify").status).toBe(2);
    expect(run("--lang", "fr", "verify", draw).status).toBe(2);
    expect(run("check", join(county, "absent.json")).status).toBe(3);
    expect(run("explain", draw, "nobody").status).toBe(3);
    expect(run("freeze", join(county, "plan.json"), "-o", draw).stderr).toContain(
      "directory-not-empty".replaceAll("-", " ").slice(0, 9),
    );
    expect(run("--version").stdout).toBe("0.1.0\n");
    expect(run("--help").stdout).toContain("verify");
  });

  it("prints JSON for machines", () => {
    const { county, draw } = drawCounty();
    const check = JSON.parse(run("check", join(county, "plan.json"), "--json").stdout) as {
      schema: string;
      errors: number;
    };
    expect(check).toMatchObject({ schema: "dualdraw/check/v1", errors: 0 });
    const report = JSON.parse(run("verify", draw, "--json").stdout) as {
      verdict: string;
      checks: { check: string; status: string }[];
    };
    expect(report.verdict).toBe("incomplete");
    expect(report.checks.filter(({ status }) => status === "fail")).toEqual([]);
    const record = JSON.parse(readFileSync(join(draw, "record.json"), "utf8")) as RecordStatement;
    const id = record.visits[0]?.object ?? "";
    expect(JSON.parse(run("explain", draw, id, "--json").stdout)).toMatchObject({
      schema: "dualdraw/explanation/v1",
      object: { id },
    });
    const person = record.visits.find((visit) => visit.team.length > 0)?.team[0]?.inspector ?? "";
    const explained = JSON.parse(run("explain", draw, person, "--json").stdout) as {
      hats: { outcome: string }[];
      visits: string[];
    };
    expect(explained.hats.filter(({ outcome }) => outcome === "picked").length).toBe(explained.visits.length);
  });

  withTool("sha256sum")("explains with a command that recomputes the ticket", () => {
    const { draw } = drawCounty();
    const record = JSON.parse(readFileSync(join(draw, "record.json"), "utf8")) as RecordStatement;
    const { stdout } = run("explain", draw, record.visits[0]?.object ?? "");
    const ticket = /ticket ([0-9a-f]{64})/.exec(stdout)?.[1] ?? "";
    const command = /recompute: (printf .*)/.exec(stdout)?.[1] ?? "false";
    expect(execFileSync("sh", ["-c", command], { encoding: "utf8" })).toBe(`${ticket}  -\n`);
  });

  it("caps what it prints, never what it counts", () => {
    const county = join(folder(), "county");
    run("sample", county);
    const path = join(county, "objects.csv");
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("存续,", "存续,x,"));
    const { stderr, stdout, status } = run("check", join(county, "plan.json"), "--show", "3");
    expect(status).toBe(3);
    expect(stderr.split("\n").filter((line) => line.includes("error:")).length).toBe(3);
    const errors = Number(/(\d+) errors/.exec(stdout)?.[1]);
    expect(errors).toBeGreaterThan(100);
    expect(stderr).toContain(`${errors - 3} more not shown`);
  });

  it("leaves nothing half written when it is killed", async () => {
    const base = folder();
    const county = join(base, "county");
    run("sample", county);
    for (let i = 0; i < 12; i++) {
      const draw = join(base, `draw-${i}`);
      const child = spawn("node", [program, "freeze", join(county, "plan.json"), "-o", draw], {
        stdio: "ignore",
      });
      const ended = new Promise((done) => child.on("exit", done));
      setTimeout(() => child.kill("SIGKILL"), 200 + 25 * i);
      await ended;
      if (!existsSync(draw)) continue;
      expect(readdirSync(draw).toSorted(compareText)).toEqual([
        "annex",
        "commitment.json",
        "frames",
        "originals",
        "plan.json",
        "secret.txt",
      ]);
      expect(run("open", draw, "--contributions", join(county, "contributions.json")).status).toBe(0);
      const drawing = spawn("node", [program, "draw", draw], { stdio: "ignore" });
      const drawn = new Promise((done) => drawing.on("exit", done));
      setTimeout(() => drawing.kill("SIGKILL"), 250 + 15 * i);
      await drawn;
      expect(run("draw", draw).status).toBe(0);
      expect(run("verify", draw).status).toBe(4);
      rmSync(draw, { recursive: true });
    }
  });
});

describe("the documents", () => {
  it("list every fault code with its sentence in both languages", () => {
    const lines = faultCodes.map((code) => {
      const sentence = (language: "zh" | "en"): string => {
        const { rule, remedy } = wordFault({ code, level: "error", details: {} }, language);
        return `${rule}${language === "zh" ? "；" : "; "}${remedy}`.replaceAll("|", "\\|");
      };
      return `| \`${code}\` | ${levelOf(code)} | ${sentence("en")} | ${sentence("zh")} |`;
    });
    const page = readFileSync("docs/errors.md", "utf8");
    for (const line of lines) expect(page).toContain(line);
    expect(page.split("\n").filter((line) => line.startsWith("| `")).length).toBe(lines.length);
    expect(formatFault({ code: "file-missing", level: "error", details: {} }, "en")).toContain(
      "no such file",
    );
  });

  it("embed the library in an example that gives the list of the command line", () => {
    const { county, draw } = drawCounty();
    const example = /```js\n([\s\S]*?)```/.exec(readFileSync("docs/library.md", "utf8"))?.[1] ?? "";
    expect(
      example
        .trim()
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length,
    ).toBeLessThanOrEqual(10);
    const base = folder();
    writeFileSync(
      join(base, "embed.mjs"),
      example.replace('"dualdraw"', JSON.stringify(resolve("dist/core/index.js"))),
    );
    const { stdout, stderr } = spawnSync("node", [join(base, "embed.mjs"), draw], { encoding: "utf8" });
    expect(stderr).toBe("");
    const record = JSON.parse(readFileSync(join(draw, "record.json"), "utf8")) as RecordStatement;
    expect(stdout.trim().split("\n")).toEqual(record.visits.map((visit) => visit.object));
    expect(existsSync(county)).toBe(true);
  });

  it("show the two commands", () => {
    for (const page of ["README.md", "README.zh-CN.md"]) {
      const text = readFileSync(page, "utf8");
      expect(text).toContain("npm ci && npm run demo");
      expect(text).toContain("npm ci && npm test");
    }
  });
});
