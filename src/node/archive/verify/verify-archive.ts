import { lstatSync } from "node:fs";
import { join } from "node:path";
import {
  type Checkpoint,
  type Commitment,
  DualdrawError,
  formatFault,
  refuse,
  type TrustedKey,
  type Verdict,
} from "../../../core/index.js";
import { nodeSha256 } from "../../draw/draw-directory.js";
import type { Archive } from "../archive.js";
import { isLeftOver, listFiles } from "../bag.js";
import type { DrawState } from "../draw-state.js";
import { formatSubject, readLeaves } from "../draw-leaves.js";
import { type ExportScope, readExport } from "../export-file.js";
import { archiveKeyAfter, type KeyRegister, readKeys } from "../keys.js";
import { folderName, indexFolder, type IndexKind, parts } from "../layout.js";
import { LogStore } from "../log-store.js";
import { checkArchivedDraw, type CheckedDraw, type DrawCheckInput } from "./draw-checks.js";
import { checkDrawFolders, checkReaders, checkTop } from "./folder-checks.js";
import { checkEndedKeys, checkKeys } from "./key-checks.js";
import { type LogPass, passLog } from "./log-checks.js";
import { archiveChecks, type ArchiveReport, Tally } from "./report.js";

/** What a reader brings from outside, and who is told of the progress. */
export interface VerifyArchiveOptions {
  readonly trusted?: readonly TrustedKey[];
  /** The archive's key as the reader knows it: it must be, or have been, this archive's. */
  readonly archiveKey?: string;
  /** A checkpoint that the reader holds, on paper or in a file. */
  readonly expected?: Checkpoint;
  /** True to compute every draw again, as `verify` does: much slower. */
  readonly recompute?: boolean;
  /** The day in China, for what is overdue. */
  readonly today: string;
  /** Told of every draw that was checked. */
  readonly onDraw?: (draw: number, draws: number) => void;
}

function isInScope(scope: ExportScope | undefined, draw: number): boolean {
  return scope === undefined || draw === 0 || scope.draws.includes(draw);
}

/** One archive under examination. */
class ArchiveCheck {
  readonly #path: string;
  readonly #options: VerifyArchiveOptions;
  readonly #tally = new Tally();
  readonly #states: DrawState[] = [];
  readonly #live = new Map<string, number>();
  /** The draw that was being written when a write was interrupted: what it lacks is no fault yet. */
  #pending: number | undefined;
  #indexed = 0;
  #claimed = 0;

  constructor(path: string, options: VerifyArchiveOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Runs a part of the examination; what cannot be read is a finding, not an end. */
  #attempt<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      const fault = error instanceof DualdrawError ? error.fault : undefined;
      const found = fault === undefined ? String(error) : formatFault(fault, "en");
      this.#tally.add("archive-form", {
        expected: "files that can be read",
        found,
        ...(fault === undefined ? {} : { fault }),
      });
      return undefined;
    }
  }

  /** Nobody draws the same plan twice while the first draw stands. */
  #checkOnce({ draw, id, stage }: DrawState): void {
    if (stage === "voided") return;
    const first = this.#live.get(id);
    if (first === undefined) this.#live.set(id, draw);
    else
      this.#tally.add("draw-once", {
        draw,
        expected: `one draw of ${id} that is not voided`,
        found: `draws ${first} and ${draw}`,
      });
  }

  #checkIndexed(kind: IndexKind, id: string, draw: number): void {
    const path = join(indexFolder(this.#path, kind, id), folderName(draw));
    this.#indexed++;
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true || stats.size > 0)
      this.#tally.add("index", { draw, file: path.slice(this.#path.length + 1), expected: "an empty file" });
  }

  #checkIndexEntries({ draw, stage }: DrawState, { plan }: Commitment): void {
    this.#checkIndexed("plan", plan.id, draw);
    if (stage === "voided") for (const { id } of plan.tasks) this.#checkIndexed("void", id, draw);
  }

  #checkIndexSize(): void {
    const files = listFiles(join(this.#path, "index")).filter((path) => !isLeftOver(path));
    if (files.length > this.#indexed)
      this.#tally.add("index", {
        file: "index",
        expected: `${this.#indexed} entries`,
        found: String(files.length),
      });
  }

  #checkDraw(input: DrawCheckInput, draw: number): CheckedDraw {
    if (draw !== this.#pending) return checkArchivedDraw(input, draw, this.#tally);
    checkArchivedDraw(input, draw, new Tally());
    return { state: undefined, commitment: undefined, leaves: new Map() };
  }

  #checkDraws(archive: Archive, log: LogPass, scope: ExportScope | undefined): void {
    const input = {
      archive,
      origin: archive.origin,
      trusted: this.#options.trusted ?? [],
      today: this.#options.today,
      parts: scope?.parts ?? parts,
      recompute: this.#options.recompute === true,
      keyAt: (index: number) =>
        archiveKeyAfter(archive.keys.filter((_, i) => (log.keyLeaves[i] ?? 0) < index)),
    };
    if (!input.recompute) this.#tally.absent("draws", "not asked for");
    const numbers = scope === undefined ? Array.from({ length: log.draws }, (_, i) => i + 1) : scope.draws;
    this.#claimed += this.#checkDraw(input, 0).leaves.size;
    for (const draw of numbers) {
      const { state, commitment, leaves } = this.#checkDraw(input, draw);
      this.#claimed += leaves.size;
      this.#options.onDraw?.(draw, log.draws);
      if (state === undefined || commitment === undefined) continue;
      this.#states.push(state);
      this.#checkOnce(state);
      if (scope === undefined) this.#checkIndexEntries(state, commitment);
      const index = leaves.get("commitment") ?? 0;
      checkEndedKeys(commitment, draw, index, archive.keys, log.keyLeaves, this.#tally);
    }
  }

  /** Every leaf of the draws that are here has its file: as many are claimed as there are, and none can be claimed twice. */
  #checkClaims(archive: Archive, { head, leavesInScope }: LogPass, scope: ExportScope | undefined): void {
    if (scope !== undefined)
      this.#tally.skip(
        "statements-logged",
        `this copy holds ${scope.draws.length} of ${archive.log.draws} draws`,
      );
    if (this.#claimed === leavesInScope) return;
    for (let index = 0; index < head.size; index++) {
      const leaf = this.#attempt(() => archive.log.leaf(index));
      if (leaf === undefined || !isInScope(scope, leaf.draw) || leaf.draw === this.#pending) continue;
      const label = formatSubject(leaf);
      if (this.#attempt(() => readLeaves(this.#path, leaf.draw)?.get(label)) === index) continue;
      const expected = `${label} of draw ${leaf.draw}`;
      this.#tally.add("statements-logged", {
        draw: leaf.draw,
        file: `log leaf ${index}`,
        expected,
        found: "missing",
      });
    }
  }

  #checkExpected(origin: string, { head, rootAtExpected }: LogPass): void {
    const { expected } = this.#options;
    if (expected === undefined) {
      this.#tally.absent("expected", "no checkpoint to compare with was given");
      return;
    }
    if (expected.size > head.size) {
      this.#tally.add("expected", {
        at: "size",
        expected: String(expected.size),
        found: `${head.size}: the end of the log is missing`,
      });
      return;
    }
    const found = {
      origin,
      size: Math.min(expected.size, head.size),
      root: expected.size === 0 ? nodeSha256("") : (rootAtExpected ?? ""),
    };
    for (const field of ["origin", "size", "root"] as const)
      if (expected[field] !== found[field])
        this.#tally.add("expected", {
          at: field,
          expected: String(expected[field]),
          found: String(found[field]),
        });
  }

  #checkSigned({ head, signed, cosignatures }: LogPass, key: string | undefined): void {
    if (key !== undefined && (signed?.size ?? 0) < head.size)
      this.#tally.skip("checkpoints", `signed up to ${signed?.size ?? 0} of ${head.size} leaves`);
    if (signed === undefined) this.#tally.skip("checkpoints", "no signed checkpoint");
    if (cosignatures.length === 0) this.#tally.absent("cosignatures", "no witness cosigned a checkpoint");
  }

  #read(): { archive: Archive; scope: ExportScope | undefined } | undefined {
    const keys: KeyRegister | undefined = this.#attempt(() => readKeys(this.#path));
    const origin = keys?.[0]?.origin;
    if (keys === undefined || origin === undefined) return undefined;
    const scope = this.#attempt(() => readExport(this.#path));
    const archive = this.#attempt(() => ({
      path: this.#path,
      origin,
      keys,
      key: archiveKeyAfter(keys),
      log: new LogStore(this.#path, origin),
    }));
    return archive === undefined ? undefined : { archive, scope };
  }

  #examine(archive: Archive, scope: ExportScope | undefined): LogPass | undefined {
    const { origin, keys, key } = archive;
    const trusted = this.#options.trusted ?? [];
    this.#pending = this.#attempt(() => checkTop(this.#path, scope, this.#tally));
    const log = this.#attempt(() =>
      passLog(
        {
          path: this.#path,
          origin,
          keys,
          trusted,
          expectedSize: this.#options.expected?.size,
          inScope: (draw) => isInScope(scope, draw),
        },
        this.#tally,
      ),
    );
    if (log === undefined) return undefined;
    this.#attempt(() => checkKeys(this.#path, keys, this.#options, this.#tally));
    this.#attempt(() => checkDrawFolders(this.#path, log.draws, this.#pending, scope, this.#tally));
    this.#attempt(() => this.#checkDraws(archive, log, scope));
    this.#attempt(() => this.#checkClaims(archive, log, scope));
    if (scope === undefined) this.#attempt(() => this.#checkIndexSize());
    else this.#tally.absent("index", "no index in this copy");
    this.#attempt(() => checkReaders(this.#path, this.#tally));
    this.#checkExpected(origin, log);
    this.#checkSigned(log, key);
    return log;
  }

  run(): ArchiveReport {
    const read = this.#read();
    const log = read === undefined ? undefined : this.#examine(read.archive, read.scope);
    if (log === undefined)
      for (const check of archiveChecks.slice(1)) this.#tally.skip(check, "needs archive-form");
    const checks = this.#tally.results();
    const failed = checks.some(({ status }) => status === "fail");
    const open = checks.some(({ status }) => status === "skipped");
    const verdict: Verdict = failed ? "invalid" : open ? "incomplete" : "valid";
    return {
      schema: "dualdraw/archive-verification/v1",
      verdict,
      origin: read?.archive.origin ?? "",
      head: log?.head ?? { size: 0, root: "" },
      ...(log?.signed === undefined ? {} : { signed: log.signed }),
      cosignatures: log?.cosignatures ?? [],
      ...(read?.archive.key === undefined ? {} : { publicKey: read.archive.key }),
      draws: log?.draws ?? 0,
      affected: this.#tally.affected.filter((draw) => draw > 0),
      states: this.#states,
      files: this.#tally.files,
      bytes: this.#tally.bytes,
      checks,
    };
  }
}

/**
 * Verifies an archive, or a copy made by `archive export`, from the bytes on disk alone: the log, every statement's and every signature's place in
 * it, every bag, every draw. Changes nothing, and works where nothing can be written. Never throws for what is wrong with the
 * archive; throws `archive-missing` where there is none.
 */
export function verifyArchive(path: string, options: VerifyArchiveOptions): ArchiveReport {
  for (const folder of ["draws", "log"])
    if (lstatSync(join(path, folder), { throwIfNoEntry: false }) !== undefined)
      return new ArchiveCheck(path, options).run();
  return refuse("archive-missing", {}, { file: path });
}
