import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { copyOf, PASSPHRASE, temporaryFolder } from "../../fixtures/sample-draw.js";
import { type Answers, drive } from "../../fixtures/session-driver.js";
import { makePerson, readJsonFile } from "../../fixtures/supervised-draw.js";
import type { Plan, RecordStatement, VerificationReport } from "../core/index.js";

const program = resolve("bin/dualdraw.js");
const run = (...args: string[]) => {
  const { stdout, stderr, status } = spawnSync("node", [program, ...args], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  return { stdout, stderr, status };
};

let folder = "";
let draw = "";
let record: RecordStatement;
let key: readonly string[] = [];

beforeAll(() => {
  folder = temporaryFolder();
  draw = join(folder, "draw");
  makePerson(folder, "operator");
  makePerson(folder, "witness");
  writeFileSync(join(folder, "passphrase"), PASSPHRASE);
  key = ["--key", join(folder, "operator.key"), "--passphrase-file", join(folder, "passphrase")];
  run("sample", join(folder, "county"));
  const plan = join(folder, "county/plan.json");
  const roster = [{ role: "discipline", name: "派驻纪检监察组", key: "../witness.key.pub", required: true }];
  writeFileSync(plan, JSON.stringify({ ...readJsonFile<Plan>(plan), roster }));
  expect(run("freeze", plan, "-o", draw, ...key).status).toBe(0);
  expect(run("contribute", draw, "派驻纪检监察组", "--value", "云溪九月晴").stdout).toContain("entered");
  expect(run("contribute", draw, "dice", "--value", "31415926535897932384").status).toBe(0);
  expect(run("open", draw, ...key).status).toBe(0);
  expect(run("draw", draw, ...key).status).toBe(0);
  record = readJsonFile<RecordStatement>(join(draw, "record.json"));
});

describe("verify with what a reader brings", () => {
  it("compares with what was written on paper, in groups or not", () => {
    const { commitment = "", record: recordDigest = "" } = JSON.parse(
      run("verify", draw, "--json").stdout,
    ) as VerificationReport;
    const grouped = (commitment.toUpperCase().match(/.{4}/g) ?? []).join(" ");
    const good = [
      "--expect-commitment",
      grouped,
      "--expect-record",
      recordDigest,
      "--expect-dice",
      "31415926535897932384",
    ];
    expect(run("verify", draw, ...good).status).toBe(0);
    for (const option of ["--expect-commitment", "--expect-record"]) {
      const { status, stdout } = run("verify", draw, option, "0".repeat(64));
      expect([status, stdout.includes("FAIL     expected")]).toEqual([1, true]);
    }
    expect(run("verify", draw, "--expect-dice", "0").status).toBe(1);
    expect(run("verify", draw, "--expect-record", "abc").stderr).toContain("expected 64 hex digits");
  });

  it("calls a signature attributable only under a pinned key, from a file or as hex", () => {
    const trust = join(folder, "trusted.txt");
    const pem = join(folder, "operator.key.pub");
    expect(run("verify", draw).stdout).toContain(
      "(operator): self-consistent only; commitment, opening, record",
    );
    expect(run("verify", draw, "--trust", pem).stdout).toContain("(operator): attributable; commitment");
    const [operator] = readJsonFile<{ roster: { publicKey: string }[] }>(
      join(draw, "commitment.json"),
    ).roster;
    writeFileSync(trust, `# keys of the county\n${operator?.publicKey} # operator\n\n`);
    expect(run("verify", draw, "--trust", trust).stdout).toContain("attributable");
    const named = (name: string): string => run("verify", draw, "--trust", `${name}=${pem}`).stdout;
    const authority =
      readJsonFile<{ roster: { name: string }[] }>(join(draw, "commitment.json")).roster[0]?.name ?? "";
    expect(named(authority)).toContain("(operator): attributable");
    // The operator's key, pinned as the operator's, is nobody else's, whatever the roster says.
    expect(named("派驻纪检监察组")).toContain("(operator): self-consistent only");
    const two = join(folder, "two.pem");
    writeFileSync(two, readFileSync(join(folder, "witness.key.pub"), "utf8") + readFileSync(pem, "utf8"));
    expect(run("verify", draw, "--trust", two).stdout).toContain("(operator): attributable");
    writeFileSync(trust, "not a key\n");
    expect(run("verify", draw, "--trust", trust).stderr).toContain("trusted.txt, line 1");
    expect(run("verify", draw).stdout).toContain("派驻纪检监察组 (discipline): missing, required");
    expect(run("verify", draw).stdout).toContain("order: asserted");
  });
});

describe("signing from the command line", () => {
  it("requests, makes and imports a signature", () => {
    const copy = copyOf(draw);
    const [request, signature] = [join(folder, "c.tosign"), join(folder, "c.sig")];
    expect(run("sign", "request", copy, "opening", "-o", request).stdout).toContain("ssh-keygen -Y sign");
    const witness = ["--key", join(folder, "witness.key"), "--passphrase-file", join(folder, "passphrase")];
    const made = run("sign", "make", request, ...witness, "-o", signature);
    expect(made.stdout).toContain("a statement of the kind opening");
    expect(run("sign", "import", copy, "opening", "--signer", "2", "--signature", signature).status).toBe(0);
    expect(run("verify", copy, "--trust", join(folder, "witness.key.pub")).stdout).toContain(
      "派驻纪检监察组 (discipline): attributable; opening",
    );
    expect(run("sign", "import", copy, "record", "--signer", "2", "--signature", signature).status).toBe(3);
    expect(run("sign", "request", copy, "everything", "-o", join(folder, "x")).stderr).toContain(
      "expected commitment, opening, record",
    );
    writeFileSync(join(folder, "noise"), "hello");
    expect(run("sign", "make", join(folder, "noise"), ...witness, "-o", join(folder, "y")).status).toBe(3);
    expect(run("attest", copy, "--signer", "2", "--reservation", "太快", ...key).stdout).toContain("太快");
  });
});

describe("events from the command line", () => {
  it("replace, correct, void; verify and explain show them", () => {
    const copy = copyOf(draw);
    const visit = record.visits.find(({ team }) => team.length > 0);
    const object = visit?.object ?? "";
    const member = visit?.team[0];
    const person = run(
      "replace",
      "person",
      copy,
      object,
      "0",
      member?.inspector ?? "",
      "--reason",
      "ill",
      ...key,
    );
    expect(person.stdout).toContain("recorded event 1");
    expect(person.stdout).toContain(member?.standIns[0] ?? "?");
    const gone = run(
      "replace",
      "object",
      copy,
      object,
      "--reason",
      "closed",
      "--text",
      "停业",
      ...key,
      "--lang",
      "zh",
    );
    expect(gone.stdout).toContain("已记载第2项后续事项");
    expect(
      run(
        "correct",
        copy,
        "--subject",
        "name",
        "--from",
        "王小明",
        "--to",
        "王晓明",
        "--reason",
        "slip",
        ...key,
      ).status,
    ).toBe(0);
    const shown = run("verify", copy).stdout;
    expect(shown).toContain(
      `event 1: replace-person ${object}, ill (unconfirmed: no required witness whom you pinned signed)`,
    );
    expect(shown).toContain("closed or in liquidation: 停业");
    expect(run("explain", copy, object, "--lang", "zh").stdout).toContain(
      "后续事项2：替换检查对象（已关闭停业或正在组织清算：停业）",
    );
    expect(run("explain", copy, member?.inspector ?? "").stdout).toContain(
      "event 1: a person was replaced (ill)",
    );
    expect(run("replace", "object", copy, object, "--reason", "closed", ...key).status).toBe(3);
    expect(
      run(
        "direct",
        copy,
        record.visits[1]?.object ?? "",
        "--inspector",
        "x",
        "--reason",
        "too-few-people",
        "--decided-by",
        "局长",
        ...key,
      ).stderr,
    ).toContain("nothing of this visit is left to direct assignment");
    expect(run("void", copy, "--reason", "value-withheld", ...key).status).toBe(3);
    expect(run("void", copy, "--reason", "irregular", ...key).status).toBe(0);
    expect(run("verify", copy).stdout).toContain("this draw was voided");
    expect(run("form", "record", copy).status).toBe(0);
    expect(readFileSync(join(copy, "forms/record.html"), "utf8")).toContain("程序不合规");
    expect(run("release", copy, "-o", join(folder, "voided"), ...key).status).toBe(0);
  });

  it("publish on the day, and refuse a release before the visits are over", () => {
    expect(run("publish", draw, "-o", join(folder, "notice")).status).toBe(0);
    expect(existsSync(join(folder, "notice/notice.html"))).toBe(true);
    const early = run("release", draw, "-o", join(folder, "early"), ...key);
    expect(early.status).toBe(3);
    expect(early.stderr).toContain("sealed until the visits are over");
    for (const form of ["freeze", "sheet", "record", "notice"])
      expect(run("form", form, draw).status).toBe(0);
    expect(run("form", "record", draw, "--part", "day", "-o", join(folder, "day.html")).stdout).toBe(
      `${join(folder, "day.html")}\n`,
    );
  });
});

describe("plan new", () => {
  const answers: Answers = [
    [/id of the draw/, "RD-1"],
    [/title of the draw/, "酒店抽查"],
    [/title of the task/, "酒店检查"],
    [/items \(/, "XF-003"],
    [/regions \(/, "32"],
    [/industries \(/, "H61, 不存在"],
    [/how many(?! months)/, "1"],
    [/: *ratio \[3%\]|ratio \[3%\]/, "8%"],
    [/department that sends/, "云溪县市场监督管理局"],
    [/name a witness/, "y"],
    [/another witness/, ""],
    [/role \[/, "1"],
    [/^[^]*name: $/, "派驻纪检监察组"],
    [/: $|\) $/, ""],
  ];

  it("asks with what the registries hold and writes a plan that passes the check", async () => {
    const county = join(folder, "county");
    const path = join(folder, "county/asked.json");
    let industries = 0;
    const asked: Answers = [[/industries \(/, () => (industries++ === 0 ? "不存在" : "H61")], ...answers];
    const { output, status } = await drive(["plan", "new", county, "-o", path, "--lang", "en"], asked);
    expect(output).toContain("the registry holds nothing like one of them");
    expect(output).toContain("0 errors");
    expect(status).toBe(0);
    const plan = readJsonFile<Plan>(path);
    expect(plan.tasks[0]).toMatchObject({
      kind: "key",
      items: ["XF-003"],
      scope: { region: ["32"], industry: ["H61"] },
      size: { ratio: "8%" },
      team: [{ department: "云溪县市场监督管理局", role: "member", count: 2 }],
    });
    expect(plan.sources).toEqual([
      { kind: "secret" },
      { kind: "witness", name: "派驻纪检监察组" },
      { kind: "dice", sides: 10, count: 20 },
    ]);
    expect(plan.roster).toEqual([
      { role: "discipline", name: "派驻纪检监察组", by: "paper", required: true },
    ]);
    expect(run("freeze", path, "-o", join(folder, "asked/draw")).status).toBe(0);
  });

  it("writes nothing when the answers end, and asks nothing where a plan stands already", () => {
    const path = join(folder, "county/none.json");
    const ended = spawnSync("node", [program, "plan", "new", join(folder, "county"), "-o", path], {
      input: "RD-2\n",
      encoding: "utf8",
    });
    expect([ended.status, existsSync(path)]).toEqual([4, false]);
    const refused = run("plan", "new", join(folder, "county"));
    expect([refused.status, refused.stderr.includes("the file exists already")]).toEqual([3, true]);
  });
});
