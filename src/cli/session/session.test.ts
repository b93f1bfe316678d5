import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { withTool } from "../../../fixtures/real-tools.js";
import { PASSPHRASE, temporaryFolder } from "../../../fixtures/sample-draw.js";
import { type Answers, drive } from "../../../fixtures/session-driver.js";
import { makePerson, type Person, readJsonFile } from "../../../fixtures/supervised-draw.js";
import { type Commitment, type Opening, verifyDraw } from "../../core/index.js";
import { nodeSha256, readBundle } from "../../node/draw/draw-directory.js";

const program = resolve("bin/dualdraw.js");
const DICE = "31415926535897932384";

interface Scene {
  readonly folder: string;
  readonly plan: string;
  readonly draw: string;
  readonly witness: Person;
  readonly args: readonly string[];
}

const template = temporaryFolder();
const witness = makePerson(template, "witness");
makePerson(template, "operator");
execFileSync("node", [program, "sample", join(template, "county")]);

/** A county that can be drawn today, an operator with a passphrase file, and a witness with a device of her own. */
function setScene(): Scene {
  const folder = temporaryFolder();
  cpSync(template, folder, { recursive: true });
  writeFileSync(join(folder, "passphrase"), PASSPHRASE);
  const plan = join(folder, "county/plan.json");
  const roster = [
    { role: "operator", name: "操作员", key: "../operator.key.pub", required: true },
    { role: "discipline", name: "派驻纪检监察组", key: "../witness.key.pub", required: true },
    { role: "deputy", name: "人大代表", by: "paper" },
  ];
  writeFileSync(plan, JSON.stringify({ ...readJsonFile<object>(plan), roster }));
  const draw = join(folder, "draw");
  const signing = ["--key", join(folder, "operator.key"), "--passphrase-file", join(folder, "passphrase")];
  return { folder, plan, draw, witness, args: ["session", plan, "-o", draw, ...signing, "--lang", "zh"] };
}

/** The witness takes the newest request to her device and brings the signature back. */
function signNewest({ draw, folder, witness }: Scene): string {
  const requests = join(draw, "requests");
  const signed = join(folder, "signed");
  mkdirSync(signed, { recursive: true });
  const open = readdirSync(requests).filter((name) => !existsSync(join(signed, name)));
  const [name = ""] = open;
  writeFileSync(join(signed, name), witness.signer.sign(readFileSync(join(requests, name))));
  return join(signed, name);
}

function answersOf(scene: Scene): Answers {
  const end = (): string => nodeSha256(readFileSync(join(scene.draw, "commitment.json"))).slice(-8);
  return [
    [/最后八个字符：$/, end],
    [/签名文件路径（回车跳过.*）：$/, () => signNewest(scene)],
    [/派驻纪检监察组的密签：$/, "云溪九月晴"],
    [/骰子（20个数字，不加分隔）：$/, DICE],
    [/密签：[^]*再输一次：$/, "云溪九月晴"],
    [/再输一次：$/, () => (existsSync(join(scene.draw, "contributions/01.json")) ? DICE : "云溪九月晴")],
    [/有异议请写出：$/, "y"],
    [/按回车，q退出） $/, ""],
  ];
}

describe("a guided session", () => {
  it("goes from the plan to a witnessed, signed and printed draw", async () => {
    const scene = setScene();
    const { output, status } = await drive(scene.args, answersOf(scene));
    expect(output).toContain("名单：有效");
    expect(status).toBe(0);
    const report = verifyDraw(readBundle(scene.draw), {
      sha256: nodeSha256,
      trusted: [{ publicKey: scene.witness.signer.publicKey, name: "派驻纪检监察组" }],
    });
    expect([report.verdict, report.order.grade]).toEqual(["valid", "witnessed"]);
    expect(report.presence.signers.map((signer) => [signer.status, signer.attested])).toEqual([
      ["self-consistent", undefined],
      ["attributable", "present"],
      ["paper", "present"],
    ]);
    for (const form of ["freeze.html", "secret-sheet.html", "record-day.html", "record-list.html"])
      expect(existsSync(join(scene.draw, "forms", form))).toBe(true);
    // The list is sealed: neither seed nor firms are on the screen.
    const { seed, visits } = readJsonFile<{ seed: string; visits: { object: string }[] }>(
      join(scene.draw, "record.json"),
    );
    expect(output.replaceAll(/\s/g, "")).not.toContain(seed);
    for (const { object } of visits) expect(output).not.toContain(object);
  });

  it("loses nothing that was acknowledged when the power is cut at any question", async () => {
    const whole = setScene();
    const { answered: questions } = await drive(whole.args, answersOf(whole));
    expect(questions).toBeGreaterThan(12);
    const cutAt = async (cut: number): Promise<void> => {
      const scene = setScene();
      const first = await drive(scene.args, answersOf(scene), cut);
      expect(first.status).toBeNull();
      const kept = existsSync(join(scene.draw, "commitment.json"))
        ? readFileSync(join(scene.draw, "commitment.json"))
        : undefined;
      const entered = existsSync(join(scene.draw, "contributions"))
        ? readdirSync(join(scene.draw, "contributions"))
        : [];
      const acknowledged = first.output.split("已录入并保存").length - 1;
      expect(entered.filter((name) => name.endsWith(".json")).length).toBeGreaterThanOrEqual(acknowledged);
      const called = entered.includes("dice-called.txt") && !entered.includes("02.json");
      rmSync(join(scene.folder, "signed"), { recursive: true, force: true });
      const { output, status } = await drive(scene.args, answersOf(scene));
      expect(output).toContain("名单：有效");
      expect(status).toBe(0);
      expect(output.includes("骰子此前已经掷过")).toBe(called);
      if (kept !== undefined) expect(readFileSync(join(scene.draw, "commitment.json"))).toEqual(kept);
      const opening = readJsonFile<Opening>(join(scene.draw, "opening.json"));
      expect(opening.contributions.map(({ value }) => value).slice(1)).toEqual(["云溪九月晴", DICE]);
      expect(existsSync(join(scene.draw, "lock.json"))).toBe(false);
    };
    const cuts = [...Array.from({ length: questions }).keys()];
    for (let at = 0; at < cuts.length; at += 3) await Promise.all(cuts.slice(at, at + 3).map(cutAt));
  });

  it("is finished on another computer from the directory and the sealed sheet", async () => {
    const scene = setScene();
    const answers = answersOf(scene);
    const left: Answers = [[/派驻纪检监察组的密签：$/, "q"], ...answers];
    const { status, output } = await drive(scene.args, left);
    expect([status, output.includes("已录入的内容都已保存")]).toEqual([4, true]);
    const secret = readFileSync(join(scene.draw, "secret.txt"), "utf8");
    const sheet = readFileSync(join(scene.draw, "forms/secret-sheet.html"), "utf8").replaceAll(/\s/g, "");
    expect(sheet).toContain(secret);
    const elsewhere = { ...scene, draw: join(scene.folder, "elsewhere") };
    cpSync(scene.draw, elsewhere.draw, { recursive: true });
    rmSync(join(elsewhere.draw, "secret.txt"));
    rmSync(join(scene.folder, "signed"), { recursive: true });
    let tries = 0;
    const onSheet: Answers = [
      [
        /密封纸上的64个字符：$/,
        () => (tries++ === 0 ? "0".repeat(64) : (secret.toUpperCase().match(/.{4}/g) ?? []).join(" ")),
      ],
      ...answersOf(elsewhere),
    ];
    const key = scene.args.slice(4, 8);
    const finished = await drive(["session", elsewhere.draw, ...key, "--lang", "zh"], onSheet);
    expect(finished.output).toContain("秘密与封存时承诺的不符");
    expect(finished.output).toContain("名单：有效");
    expect(tries).toBe(2);
  });

  it("takes a value only when two people typed the same, and asks again for a wrong one", async () => {
    const scene = setScene();
    const dice = ["3141592653589793238", DICE, DICE];
    const again = ["3141592653589793238", "0", DICE];
    let asked = "";
    const clumsy: Answers = [
      [/骰子（20个数字，不加分隔）：$/, () => (asked = dice.shift() ?? "")],
      [/再输一次：$/, () => (asked === "" ? "云溪九月晴" : (again.shift() ?? ""))],
      ...answersOf(scene),
    ];
    const { output, status } = await drive(scene.args, clumsy);
    expect(output).toContain("应为20次10面骰");
    expect(output).toContain("两次录入不同");
    expect(output).toContain("名单：有效");
    expect([status, dice, again]).toEqual([0, [], []]);
  });

  it("tells a second operator who is at work, where and since when, and clears what a dead process left", async () => {
    const scene = setScene();
    execFileSync("node", [program, "freeze", scene.plan, "-o", scene.draw], { stdio: "ignore" });
    const first = spawn("node", [program, ...scene.args], { stdio: ["pipe", "ignore", "pipe"] });
    await new Promise<void>((done) =>
      first.stderr.on("data", (chunk: Buffer) =>
        chunk.toString().includes("最后八个字符") ? done() : undefined,
      ),
    );
    const second = spawnSync(
      "node",
      [program, "contribute", scene.draw, "派驻纪检监察组", "--value", "云溪九月晴", "--lang", "en"],
      {
        encoding: "utf8",
      },
    );
    expect(second.status).toBe(3);
    expect(second.stderr).toContain(`on ${hostname()} has been working on this draw since 20`);
    expect(second.stderr).toContain(`process ${first.pid}`);
    first.kill("SIGKILL");
    await new Promise((done) => first.on("close", done));
    expect(existsSync(join(scene.draw, "lock.json"))).toBe(true);
    const third = spawnSync(
      "node",
      [program, "contribute", scene.draw, "派驻纪检监察组", "--value", "云溪九月晴"],
      {
        encoding: "utf8",
      },
    );
    expect(third.status).toBe(0);
    const foreign = { user: "李", host: "another", process: 1, since: "2026-01-01T00:00:00Z", boot: "" };
    writeFileSync(join(scene.draw, "lock.json"), JSON.stringify(foreign));
    const fourth = spawnSync("node", [program, "open", scene.draw, "--lang", "zh"], { encoding: "utf8" });
    expect(fourth.stderr).toContain("李自2026-01-01T00:00:00Z起正在another上操作本次抽取");
  });

  it("changes nothing under a wrong passphrase or a key that is not the operator's", async () => {
    const scene = setScene();
    writeFileSync(join(scene.folder, "passphrase"), "another passphrase");
    const wrong = await drive(scene.args, answersOf(scene));
    expect([wrong.status, wrong.output.includes("私钥无法读取")]).toEqual([3, true]);
    writeFileSync(join(scene.folder, "passphrase"), PASSPHRASE);
    const args = scene.args.map((word) => word.replace("operator.key", "witness.key"));
    const foreign = await drive(args, answersOf(scene));
    expect([foreign.status, foreign.output.includes("密钥与名册中操作员的密钥不符")]).toEqual([3, true]);
    expect(existsSync(scene.draw)).toBe(false);
  });

  it("ends with the faults of a plan that cannot be frozen", async () => {
    const scene = setScene();
    writeFileSync(scene.plan, readFileSync(scene.plan, "utf8").replace('"count":20', '"count":2'));
    const { output, status } = await drive(scene.args, answersOf(scene));
    expect(status).toBe(3);
    expect(output).toContain("外部种子来源只有");
    expect(existsSync(scene.draw)).toBe(false);
  });
});

describe("a session on a real terminal", () => {
  withTool("tmux")("runs in tmux, hides the passphrase and ends with a valid draw", async () => {
    const scene = setScene();
    const name = `dualdraw-${process.pid}`;
    const tmux = (...args: string[]): string =>
      execFileSync("tmux", ["-L", name, ...args], { encoding: "utf8" });
    const key = join(scene.folder, "operator.key");
    const command = `node ${program} session ${scene.plan} -o ${scene.draw} --key ${key} --lang zh; echo "ended $?"`;
    tmux("-u", "new-session", "-d", "-x", "150", "-y", "60", `LC_ALL=C.UTF-8 bash -c '${command}; sleep 60'`);
    try {
      const screen = (): string => tmux("capture-pane", "-p", "-J", "-S", "-400");
      let seen = 0;
      const until = async (what: RegExp): Promise<string> => {
        for (let i = 0; i < 300; i++) {
          const text = screen().trimEnd();
          const lines = text.split("\n").slice(seen).join("\n");
          if (what.test(lines)) {
            seen = text.split("\n").length - 1;
            return lines;
          }
          await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error(`expected ${String(what)} on the screen:\n${screen()}`);
      };
      const type = (text: string): void => void tmux("send-keys", "-l", text);
      const enter = (): void => void tmux("send-keys", "Enter");
      const reply = async (question: RegExp, text: string | (() => string)): Promise<void> => {
        await until(question);
        type(typeof text === "string" ? text : text());
        enter();
        await new Promise((done) => setTimeout(done, 150));
      };
      await reply(/口令：/, PASSPHRASE);
      await reply(/现在封存/, "");
      await reply(/最后八个字符：/, () =>
        nodeSha256(readFileSync(join(scene.draw, "commitment.json"))).slice(-8),
      );
      await reply(/签名文件路径/, () => signNewest(scene));
      await reply(/在封存单上签名/, "");
      await reply(/折好放在桌上/, "");
      await reply(/派驻纪检监察组的密签：/, "云溪九月晴");
      await reply(/再输一次：/, "云溪九月晴");
      await reply(/边掷边记在纸上/, "");
      await reply(/骰子（20个数字/, DICE);
      await reply(/再输一次：/, DICE);
      await reply(/派驻纪检监察组：y＝/, "y");
      for (let i = 0; i < 3; i++) await reply(/签名文件路径/, () => signNewest(scene));
      await reply(/人大代表：y＝/, "没有看清骰子");
      await reply(/对吗？/, "y");
      await reply(/签名、盖章/, "");
      const end = await until(/ended \d/);
      expect(end).toContain("ended 0");
      expect(screen()).toContain("名单：有效");
      expect(screen()).toContain("异议：没有看清骰子");
      expect(screen()).not.toContain(PASSPHRASE);
    } finally {
      tmux("kill-server");
    }
    const { roster } = readJsonFile<Commitment>(join(scene.draw, "commitment.json"));
    expect(roster.length).toBe(3);
  });
});
