import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { PASSPHRASE, temporaryFolder } from "../../../fixtures/sample-draw.js";
import { type Answers, drive } from "../../../fixtures/session-driver.js";
import { makePerson, type Person, readJsonFile } from "../../../fixtures/supervised-draw.js";
import { addToArchive } from "../../node/archive/archived-draw.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import type { Plan } from "../../core/index.js";

const program = resolve("bin/dualdraw.js");
let folder = "";
let witness: Person;
let archive = "";
let draw = "";
let signing: readonly string[] = [];
const at = (...names: string[]): string => join(folder, ...names);
const run = (...args: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync("node", [program, ...args, "--lang", "en"], {
    encoding: "utf8",
  });
  return { stdout, stderr, status };
};
const json = (...args: readonly string[]): Record<string, unknown> =>
  JSON.parse(run(...args, "--json").stdout) as Record<string, unknown>;

beforeAll(() => {
  folder = temporaryFolder();
  witness = makePerson(folder, "witness");
  makePerson(folder, "operator");
  writeFileSync(at("passphrase"), PASSPHRASE);
  signing = ["--key", at("operator.key"), "--passphrase-file", at("passphrase")];
  run("sample", at("county"));
  archive = at("archive");
  draw = at("draw");
  const plan = at("county/plan.json");
  const roster = [{ role: "discipline", name: "派驻纪检监察组", key: "../witness.key.pub", required: true }];
  writeFileSync(plan, JSON.stringify({ ...readJsonFile<Plan>(plan), roster }));
});

const witnessArgs = (request: string, output: string): string[] => [
  "archive",
  "witness",
  request,
  "--key",
  at("witness.key"),
  "--passphrase-file",
  at("passphrase"),
  "--name",
  "派驻纪检监察组",
  "--memory",
  at("memory.json"),
  "--archive-key",
  at("operator.key.pub"),
  "-o",
  output,
];

/** A session with an archive, in which the witness signs the commitment and cosigns the checkpoint on a device of her own. */
function answers(): Answers {
  const end = (): string => nodeSha256(readFileSync(join(draw, "commitment.json"))).slice(-8);
  const signed = (): string => {
    const file = at(`signature-${Math.floor(performance.now() * 1000)}`);
    const requests = ["commitment", "opening", "record", "attestation-02"];
    const open = requests.filter(
      (name) => existsSync(join(draw, "requests", `${name}.tosign`)) && !existsSync(at(`${name}.done`)),
    );
    writeFileSync(at(`${open[0] ?? ""}.done`), "");
    writeFileSync(file, witness.signer.sign(readFileSync(join(draw, "requests", `${open[0] ?? ""}.tosign`))));
    return file;
  };
  const cosigned = (): string => {
    expect(run(...witnessArgs(join(draw, "requests/checkpoint-2.request"), at("cosigned.txt"))).status).toBe(
      0,
    );
    return at("cosigned.txt");
  };
  return [
    [/cosigned file \(Enter to skip\): $/, cosigned],
    [/last eight characters: $/, end],
    [/signature file .*: $/, signed],
    [/slip of .*: $/, "云溪九月晴"],
    [/dice \(20 digits.*: $/, "31415926535897932384"],
    [
      /types it again: $/,
      () =>
        existsSync(join(draw, "contributions/01.json")) || existsSync(join(draw, "contributions/00.json"))
          ? "31415926535897932384"
          : "云溪九月晴",
    ],
    [/a reservation in words: $/, "y"],
    [/q to leave\) $/, ""],
  ];
}

describe("a session with an archive", () => {
  it("archives each statement as it is made, and takes the witness's cosignature", async () => {
    expect(run("archive", "create", archive, "--origin", "yunxi.example/market", ...signing).status).toBe(0);
    const { output, status } = await drive(
      ["session", at("county/plan.json"), "-o", draw, "--archive", archive, ...signing, "--lang", "en"],
      answers(),
    );
    expect([status, output.slice(-600)]).toEqual([0, expect.stringContaining("list: valid")]);
    expect(output).toContain(
      "archived: yunxi.example/market draw 1, 4 new leaves, 7 in all, checkpoint signed",
    );
    expect(output).toContain("the cosignature is valid");
    const { leaves } = json("archive", "show", archive, "1") as { leaves: { subject: string }[] };
    const subjects = leaves.map(({ subject }) => subject);
    expect(subjects.filter((subject) => /^[a-z]+$/.test(subject))).toEqual([
      "commitment",
      "opening",
      "record",
    ]);
    expect(subjects).toEqual(
      expect.arrayContaining(["commitment 2", "opening 2", "record 2", "attestation-02", "attestation-02 1"]),
    );
    expect(subjects.indexOf("commitment 2")).toBeLessThan(subjects.indexOf("opening"));
    const form = readFileSync(join(draw, "forms/freeze.html"), "utf8");
    expect(form).toContain("档案库检查点");
    expect(readFileSync(join(draw, "forms/record-day.html"), "utf8")).toContain("yunxi.example/market");
  });

  it("leaves an archive that verifies", () => {
    const trust = ["--trust", `派驻纪检监察组=${at("witness.key.pub")}`];
    const { status, stdout } = run("archive", "verify", archive, ...trust, "--draws");
    expect([status, stdout]).toEqual([0, expect.stringContaining("archive: valid")]);
    expect(stdout).toContain("cosigned: 派驻纪检监察组");
    expect(stdout).not.toContain("key not pinned");
  });
});

describe("archive commands", () => {
  it("list, show, prove and export what was archived", () => {
    expect(run("archive", "list", archive).stdout).toContain("YX-JOINT-01");
    expect(run("archive", "list", archive, "--open").stdout).not.toContain("YX-JOINT-01");
    expect(json("archive", "list", archive)).toMatchObject({ origin: "yunxi.example/market", draws: 1 });
    expect(run("archive", "show", archive, "1").stdout).toContain("frames/objects.csv");
    expect(run("archive", "prove", archive, "1", "record", "-o", at("record.tlog-proof")).status).toBe(0);
    expect(readFileSync(at("record.tlog-proof"), "utf8")).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/);
    expect(run("archive", "export", archive, "-o", at("backup")).status).toBe(0);
    expect(run("archive", "verify", at("backup")).status).toBe(0);
    expect(run("archive", "export", archive, "--public", "-o", at("public")).status).toBe(0);
    expect(run("archive", "verify", at("public")).status).toBe(4);
    expect(run("archive", "export", archive, "--draw", "1", "--directory", "-o", at("again")).status).toBe(0);
    expect(run("verify", at("again")).status).toBe(0);
    for (const number of ["0", "2", "99"])
      expect(run("archive", "show", archive, number).stderr).toContain("draws 1 to 1");
    expect(run("archive", "export", archive, "--draw", "7", "-o", at("seven")).stderr).toContain(
      "draws 1 to 1",
    );
  });

  it("compare with a checkpoint from a file and from paper", () => {
    expect(run("archive", "checkpoint", archive, ...signing, "-o", at("kept.txt")).status).toBe(0);
    const { size, root } = json("archive", "checkpoint", archive) as { size: number; root: string };
    const grouped = (root.toUpperCase().match(/.{4}/g) ?? []).join(" ");
    expect(run("archive", "verify", archive, "--checkpoint", at("kept.txt")).status).toBe(0);
    expect(run("archive", "verify", archive, "--expect", `${size}: ${grouped}`).status).toBe(0);
    const { status, stdout } = run(
      "archive",
      "verify",
      archive,
      "--expect",
      `${size}:${"0".repeat(64)}`,
      "--brief",
    );
    expect([status, stdout]).toEqual([1, expect.stringContaining("FAIL     expected")]);
    expect(run("archive", "verify", archive, "--expect", "nonsense").stderr).toContain("not a checkpoint");
  });

  it("report on the four properties, as a page and as JSON", () => {
    expect(run("archive", "report", archive, "-o", at("report")).status).toBe(0);
    const page = readFileSync(at("report/report.html"), "utf8");
    for (const word of ["真实性", "完整性", "可用性", "安全性", "合格", "酒店宾馆部门联合双随机抽查"])
      expect(page).toContain(word);
    expect(readJsonFile(at("report/report.json"))).toMatchObject({
      schema: "dualdraw/archive-report/v1",
      report: { verdict: "valid" },
    });
  });

  it("take a later event, with its attachment, by the draw's own commands", () => {
    writeFileSync(at("page.pdf"), "%PDF a signed page");
    const args = [
      "correct",
      draw,
      "--subject",
      "attachment",
      "--from",
      "",
      "--to",
      "签名页",
      "--reason",
      "other",
      "--text",
      "补交",
    ];
    expect(run(...args, "--evidence", at("page.pdf"), ...signing).status).toBe(0);
    expect(run("archive", "show", archive, "1").stdout).toContain(
      `attachments/${nodeSha256("%PDF a signed page")}.pdf`,
    );
    expect(run("archive", "verify", archive).status).toBe(0);
  });

  it("change the archive's key, and refuse one that is not its own", () => {
    makePerson(folder, "next");
    const replace = [
      "archive",
      "key",
      "replace",
      archive,
      ...signing,
      "--new-key",
      at("next.key"),
      "--new-passphrase-file",
      at("passphrase"),
      "--reason",
      "定期更换",
    ];
    expect(run(...replace).status).toBe(0);
    expect(run(...replace).stderr).toContain("revoked or replaced already");
    expect(run("archive", "checkpoint", archive, ...signing).stderr).toContain("not the archive's key");
    expect(run("archive", "verify", archive).status).toBe(0);
  });
});

describe("archive faults", () => {
  const fault = (...args: readonly string[]): string => {
    const { status, stderr } = run(...args);
    expect(status).toBe(3);
    return stderr;
  };

  it("name a wrong place, a wrong name, and a missing checkpoint", () => {
    expect(fault("archive", "list", folder)).toContain("no archive here");
    expect(fault("archive", "create", at("b"), "--origin", "a b", ...signing)).toContain("without spaces");
    expect(existsSync(at("b"))).toBe(false);
    run("archive", "create", at("unsigned"), "--origin", "c");
    expect(fault("archive", "checkpoint", at("unsigned"))).toContain("no signed checkpoint");
    expect(fault("archive", "checkpoint", at("unsigned"), ...signing)).toContain("not the archive's key");
    expect(run("archive", "show", archive, "x").status).toBe(2);
  });

  it("say who is writing, and do not wait for a process that is gone", () => {
    const lock = join(archive, "lock.json");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    const holder = {
      user: "张三",
      host: hostname(),
      process: 2 ** 22 + 1,
      since: "2026-03-02T04:00:00Z",
      boot,
    };
    writeFileSync(lock, JSON.stringify(holder));
    addToArchive(archive, draw, undefined);
    expect(existsSync(lock)).toBe(false);
  });

  it("stop at a log that cannot be continued", () => {
    run("archive", "export", archive, "-o", at("damaged"));
    writeFileSync(at("damaged/log/000000/001.json"), "{}");
    expect(fault("archive", "add", at("damaged"), draw)).toContain("cannot be continued");
    expect(run("archive", "verify", at("damaged")).status).toBe(1);
  });
});
