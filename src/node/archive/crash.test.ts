import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  digestSnapshot,
  FailingDisk,
  RecordingDisk,
  type Snapshot,
  takeSnapshot,
  writeSnapshot,
} from "../../../fixtures/crash-disk.js";
import { isNightly, sample } from "../../../fixtures/nightly.js";
import { NOW, temporaryFolder } from "../../../fixtures/sample-draw.js";
import {
  drawInto,
  makeSmallArchive,
  ORIGIN,
  type SmallArchive,
  TODAY,
  writeSmallPlan,
} from "../../../fixtures/small-archive.js";
import { DualdrawError, statementFile, type StatementName } from "../../core/index.js";
import { disk, onDisk } from "../disk/disk.js";
import { isTemporary } from "../disk/durable-write.js";
import { recordEvent } from "../draw/events.js";
import { openDraw } from "../draw/open-draw.js";
import { runDraw } from "../draw/run-draw.js";
import { addKeyStatement, readArchive, withArchive } from "./archive.js";
import { addToArchive, freezeArchived, keepArchived } from "./archived-draw.js";
import { readLeaves, readPayload } from "./draw-leaves.js";
import { cosignRequest, formRequest, importCosignature } from "./witnessing.js";
import { verifyArchive } from "./verify/verify-archive.js";

/** One command on a folder with an archive, and what it acknowledges when it returns. */
interface Command {
  readonly name: string;
  /** Brings the folder to where the command starts. */
  readonly prepare: (office: SmallArchive) => Promise<void>;
  readonly run: (office: SmallArchive) => Promise<void> | void;
  /** Statements that are archived from then on. */
  readonly acknowledged: readonly (readonly [draw: number, name: StatementName])[];
}

const draw = ({ folder }: SmallArchive): string => join(folder, "draw-T-1");
const options = ({ operator }: SmallArchive) => ({ signer: operator.signer, now: NOW });

async function prepareFrozen(office: SmallArchive): Promise<void> {
  writeSmallPlan(office.folder, "T-1");
  await freezeOrGoOn(office);
}

async function freezeOrGoOn(office: SmallArchive): Promise<void> {
  const { folder, path } = office;
  // What a user does after a power cut: the freeze is there, or it is done again.
  if (existsSync(join(draw(office), "commitment.json")))
    addToArchive(path, draw(office), office.operator.signer);
  else
    await freezeArchived(join(folder, "plan-T-1", "plan.json"), draw(office), path, {
      ...options(office),
      version: "test",
    });
}

const open = (office: SmallArchive): void => {
  const contributions = join(office.folder, "plan-T-1", "values.json");
  keepArchived(draw(office), office.operator.signer, () =>
    openDraw(draw(office), { contributions, ...options(office) }),
  );
};
const run = (office: SmallArchive): void => {
  keepArchived(
    draw(office),
    office.operator.signer,
    () => void runDraw(draw(office), office.operator.signer),
  );
};
const release = (office: SmallArchive): void => {
  const reason = { code: "visits-done", text: "" };
  const now = new Date("2026-04-20T00:00:00Z");
  keepArchived(draw(office), office.operator.signer, () => {
    if (
      readPayload(office.path, 1, "events/001.json") === undefined &&
      !existsSync(join(draw(office), "events/001.json"))
    )
      recordEvent(
        draw(office),
        { request: { kind: "release" }, reason, evidence: [] },
        { signer: office.operator.signer, now },
      );
  });
};
const cosign = (office: SmallArchive): void => {
  const { folder, path, witness, operator } = office;
  const { note } = cosignRequest(formRequest(readArchive(path), 0), {
    signer: witness.signer,
    name: "见证人",
    memory: join(folder, "memory.json"),
    archiveKey: operator.signer.publicKey,
    now: NOW,
  });
  writeFileSync(join(folder, "cosigned.txt"), note);
};
const takeCosignature = ({ folder, path, witness }: SmallArchive): void => {
  withArchive(
    path,
    (archive) => void importCosignature(archive, join(folder, "cosigned.txt"), witness.signer.publicKey),
  );
};
const replaceKey = ({ path, operator, witness }: SmallArchive): void =>
  withArchive(path, (archive) => {
    if (archive.key === witness.signer.publicKey) return;
    const change = {
      action: "replace",
      role: "archive",
      holder: ORIGIN,
      publicKey: operator.signer.publicKey,
      replacement: witness.signer.publicKey,
      reason: "定期更换",
    } as const;
    addKeyStatement(archive, change, [operator.signer, witness.signer], NOW);
  });

const FROZEN = [[1, "commitment"]] as const;
const OPENED = [...FROZEN, [1, "opening"]] as const;
const DRAWN = [...OPENED, [1, "record"]] as const;

const commands: readonly Command[] = [
  {
    name: "freeze",
    prepare: async ({ folder }) => void writeSmallPlan(folder, "T-1"),
    run: freezeOrGoOn,
    acknowledged: FROZEN,
  },
  { name: "open", prepare: prepareFrozen, run: open, acknowledged: OPENED },
  {
    name: "draw",
    prepare: async (office) => {
      await prepareFrozen(office);
      open(office);
    },
    run,
    acknowledged: DRAWN,
  },
  {
    name: "release",
    prepare: async (office) => void (await drawInto(office, "T-1")),
    run: release,
    acknowledged: [...DRAWN, [1, "event-001"]],
  },
  {
    name: "cosignature",
    prepare: async (office) => {
      await prepareFrozen(office);
      cosign(office);
    },
    run: takeCosignature,
    acknowledged: FROZEN,
  },
  { name: "key change", prepare: prepareFrozen, run: replaceKey, acknowledged: [...FROZEN, [0, "key-002"]] },
];

/** The archive is whole, and holds what was acknowledged; what is left of an interrupted write is completed by the next command. */
function expectWhole(office: SmallArchive, statements: Command["acknowledged"]): void {
  withArchive(office.path, () => undefined);
  const { checks } = verifyArchive(office.path, { today: TODAY });
  const wrong = checks.filter(
    ({ status, check }) => status === "fail" || (status === "skipped" && check !== "checkpoints"),
  );
  expect(wrong).toEqual([]);
  for (const [number, name] of statements) {
    expect(readPayload(office.path, number, statementFile(name))).toBeDefined();
    expect(readLeaves(office.path, number)?.has(name)).toBe(true);
  }
}

/** No file that is torn, or not all there, stands under a name that anybody reads. */
function findTorn(state: Snapshot, complete: ReadonlyMap<string, readonly Buffer[]>): string[] {
  return [...state].flatMap(([path, bytes]) => {
    const parts = path.split("/");
    if (bytes === undefined || parts.some(isTemporary)) return [];
    return complete.get(path)?.some((whole) => whole.equals(bytes)) === true ? [] : [path];
  });
}

describe.each(commands)("a power cut during $name", ({ prepare, run: runCommand, acknowledged }) => {
  it(`loses nothing acknowledged and leaves nothing torn${isNightly ? "" : " (a sample)"}`, async () => {
    const office = await makeSmallArchive();
    await prepare(office);
    const start = takeSnapshot(office.folder);
    const before = acknowledged.filter(
      ([number, name]) => readLeaves(office.path, number)?.has(name) === true,
    );
    let recorder: RecordingDisk | undefined;
    await onDisk(
      (real) => (recorder = new RecordingDisk(real, office.folder, start)),
      () => runCommand(office),
    );
    const recorded = recorder as RecordingDisk;
    const states = new Map<string, { state: Snapshot; done: boolean }>();
    for (let moment = 0; moment <= recorded.moments; moment++)
      for (const state of recorded.statesAt(moment))
        states.set(digestSnapshot(state), { state, done: moment === recorded.moments });
    expect(states.size).toBeGreaterThan(4);
    for (const { state } of states.values()) expect(findTorn(state, recorded.published)).toEqual([]);
    for (const { state, done } of sample([...states.values()], 24)) {
      rmSync(office.folder, { recursive: true });
      writeSnapshot(office.folder, state);
      expectWhole(office, done ? acknowledged : before);
      await runCommand(office);
      expectWhole(office, acknowledged);
    }
  });
});

describe("the model of a power cut", () => {
  it("loses what was not synced, and sees a torn file", async () => {
    const folder = temporaryFolder();
    const start = takeSnapshot(folder);
    let recorder: RecordingDisk | undefined;
    await onDisk(
      (real) => (recorder = new RecordingDisk(real, folder, start)),
      () => {
        // What a careless program does: no sync, and the name given at once.
        const file = disk().open(join(folder, "statement.json"), "wx");
        disk().write(file, Buffer.from("0123456789"));
        disk().close(file);
      },
    );
    const { moments } = recorder as RecordingDisk;
    const found = [...(recorder as RecordingDisk).statesAt(moments)].map((state) =>
      state.get("statement.json")?.toString(),
    );
    expect(new Set(found)).toEqual(new Set([undefined, "", "01234", "0123456789"]));
  });
});

/** Runs a command on a disk that fails at one operation; number of the operations that it did, and what was thrown. */
async function failAt(
  office: SmallArchive,
  { run: runCommand }: Command,
  at: number,
  fault: "ENOSPC" | "EIO" | "EROFS",
): Promise<{ count: number; error: unknown }> {
  let failing: FailingDisk | undefined;
  try {
    await onDisk(
      (real) => (failing = new FailingDisk(real, at, fault)),
      () => runCommand(office),
    );
    return { count: failing?.count ?? 0, error: undefined };
  } catch (error) {
    return { count: failing?.count ?? 0, error };
  }
}

describe.each(commands)("a full or broken disk during $name", (command) => {
  it("gives a clear error, and the archive is whole", async () => {
    const office = await makeSmallArchive();
    await command.prepare(office);
    const start = takeSnapshot(office.folder);
    const before = command.acknowledged.filter(
      ([number, name]) => readLeaves(office.path, number)?.has(name) === true,
    );
    const { count } = await failAt(office, command, Number.POSITIVE_INFINITY, "EIO");
    const points = Array.from({ length: count }, (_, i) => i + 1);
    for (const fault of ["ENOSPC", "EIO", "EROFS"] as const)
      for (const at of fault === "EROFS" ? [1] : sample(points, 8)) {
        rmSync(office.folder, { recursive: true });
        writeSnapshot(office.folder, start);
        const { error } = await failAt(office, command, at, fault);
        expect([at, fault, error instanceof DualdrawError ? error.code : error]).toEqual([
          at,
          fault,
          "file-unwritable",
        ]);
        expectWhole(office, before);
        await command.run(office);
        expectWhole(office, command.acknowledged);
      }
  });
});

describe("a copy that cannot be written", () => {
  it("is verified without a single write", async () => {
    const office = await makeSmallArchive();
    await drawInto(office, "T-1");
    const report = await onDisk(
      (real) => new FailingDisk(real, 1, "EROFS"),
      () => verifyArchive(office.path, { today: TODAY, recompute: true }),
    );
    expect(report.verdict).toBe("valid");
  });
});
