import {
  addSignature,
  type Bundle,
  computeDraw,
  checkDraw,
  type Commitment,
  decodeUtf8,
  deriveSeed,
  describeTask,
  emptyEnvelope,
  encodeForSigning,
  encodeJson,
  encodeUtf8,
  envelopeFile,
  envelopeHolds,
  FaultList,
  formLists,
  formReport,
  type Frames,
  frameNamesOf,
  listFrames,
  kindOf,
  type ListName,
  type ListTable,
  parseEnvelope,
  parseFrames,
  parseRows,
  parseStatementName,
  payloadTypeOf,
  pureSha256,
  statementFile,
  type StatementName,
  type Plan,
} from "../../core/index.js";
import type { Holder, Specimen } from "./specimen.js";
import { proveInLog } from "./specimen-log.js";

/** A change of the files, as the catalogue writes it. */
export type Step =
  | { readonly op: "set"; readonly file: string; readonly at: string; readonly to: unknown }
  | { readonly op: "set-key"; readonly file: string; readonly at: string; readonly of: Holder }
  | { readonly op: "remove"; readonly file: string; readonly at: string }
  | { readonly op: "replace"; readonly file: string; readonly find: string; readonly with: string }
  | {
      readonly op: "list";
      readonly list: ListName;
      readonly row: number;
      readonly column: number;
      readonly to: string;
    }
  | { readonly op: "drop"; readonly file: string }
  | { readonly op: "copy"; readonly file: string; readonly to: string }
  | { readonly op: "take"; readonly file: string }
  | { readonly op: "refreeze" }
  | { readonly op: "link" }
  | { readonly op: "redraw" }
  /** Makes the archive's log anew, with the archive's key; `at` is when the witness cosigns it, if she does. */
  | { readonly op: "relog"; readonly at?: string }
  | { readonly op: "sign"; readonly as: readonly Holder[] }
  | { readonly op: "add-signature"; readonly statement: string; readonly as: Holder };

type Json = Record<string, unknown>;

/** The value that holds the last part of a JSON pointer, and that part. */
function locate(root: Json, pointer: string): { holder: Json; key: string } {
  const parts = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const key = parts.pop() ?? "";
  const holder = parts.reduce((value: unknown, part) => (value as Json)[part], root) as Json | undefined;
  if (holder === undefined) throw new RangeError(`expected a place in the statement, got ${pointer}`);
  return { holder, key };
}

/** A specimen in the hands of a forger, who changes files and signs with the keys that the forger has. */
export class Forgery {
  readonly #files: Map<string, Uint8Array>;
  readonly #lists: Map<ListName, ListTable>;
  readonly #specimen: Specimen;
  readonly #other: Specimen;

  /** @param other another draw of the same plan, from which files can be taken */
  constructor(specimen: Specimen, other: Specimen) {
    this.#files = new Map(specimen.files);
    this.#lists = new Map(specimen.lists);
    this.#specimen = specimen;
    this.#other = other;
  }

  get bundle(): Bundle {
    return { files: this.#files, lists: this.#lists };
  }

  #read(file: string): Uint8Array {
    const bytes = this.#files.get(file);
    if (bytes === undefined) throw new RangeError(`expected a file of the specimen, got ${file}`);
    return bytes;
  }

  #json(file: string): Json {
    return JSON.parse(decodeUtf8(this.#read(file)) ?? "") as Json;
  }

  #edit(file: string, edit: (statement: Json) => void): void {
    const statement = this.#json(file);
    edit(statement);
    this.#files.set(file, encodeJson(statement));
  }

  apply(step: Step): void {
    switch (step.op) {
      case "set":
        return this.#set(step.file, step.at, step.to);
      case "set-key":
        return this.#set(step.file, step.at, this.#specimen.signers[step.of].publicKey);
      case "remove":
        return this.#edit(step.file, (root) => {
          const { holder, key } = locate(root, step.at);
          if (Array.isArray(holder)) holder.splice(Number(key), 1);
          else delete holder[key];
        });
      case "replace":
        return this.#replace(step.file, step.find, step.with);
      case "list":
        return this.#editList(step.list, step.row, step.column, step.to);
      case "drop":
        this.#read(step.file);
        this.#files.delete(step.file);
        return;
      case "copy":
        this.#files.set(step.to, this.#read(step.file));
        return;
      case "take":
        this.#files.set(step.file, this.#other.files.get(step.file) as Uint8Array);
        return;
      case "refreeze":
        return this.#refreeze();
      case "link":
        return this.#link();
      case "redraw":
        return this.#redraw();
      case "relog":
        for (const [file, proof] of proveInLog(this.#files, this.#specimen.signers, step.at))
          this.#files.set(file, proof);
        return;
      case "sign":
        return this.#sign(step.as);
      case "add-signature":
        return this.#addSignature(parseStatementName(step.statement) as StatementName, step.as);
    }
  }

  #set(file: string, at: string, to: unknown): void {
    this.#edit(file, (root) => {
      const { holder, key } = locate(root, at);
      if (Array.isArray(holder) && key === "-") holder.push(to);
      else holder[key] = to;
    });
  }

  #replace(file: string, find: string, by: string): void {
    const text = decodeUtf8(this.#read(file)) ?? "";
    if (!text.includes(find)) throw new RangeError(`expected ${find} in ${file}`);
    this.#files.set(file, encodeUtf8(text.replace(find, by)));
  }

  #editList(list: ListName, row: number, column: number, to: string): void {
    const rows = (this.#lists.get(list) ?? []).map((cells) => [...cells]);
    (rows[row] as string[])[column] = to;
    this.#lists.set(list, rows);
  }

  #plan(): Plan {
    return this.#json("commitment.json")["plan"] as Plan;
  }

  #frames(): Frames {
    return Object.fromEntries(
      frameNamesOf(this.#plan().registries).map((name) => [name, this.#read(`frames/${name}.csv`)]),
    ) as unknown as Frames;
  }

  /** Commits anew to the frames and the plan as they stand: what an operator can do who starts over with other lists. */
  #refreeze(): void {
    const frames = this.#frames();
    const { source } = parseFrames(frames);
    this.#edit("commitment.json", (value) => {
      const commitment = value as unknown as { -readonly [K in keyof Commitment]: Commitment[K] };
      commitment.frames = Object.fromEntries(
        listFrames(frames).map(([name, bytes]) => {
          let rows = -1;
          parseRows(bytes, () => rows++);
          return [name, { sha256: pureSha256(bytes), bytes: bytes.length, rows }];
        }),
      );
      const preparation = checkDraw(commitment.plan, source, new FaultList());
      if (preparation === undefined) return;
      commitment.tasks = preparation.tasks.map(describeTask);
      const { warnings } = commitment.report;
      commitment.report = { ...formReport(preparation, new FaultList(), undefined, pureSha256), warnings };
    });
    const plan = encodeJson(this.#json("commitment.json")["plan"]);
    this.#files.set("plan.json", plan);
    this.#edit("commitment.json", (value) => {
      value["planFile"] = { sha256: pureSha256(plan), bytes: plan.length };
    });
  }

  /** Makes all later statements name the earlier ones as they stand. */
  #link(): void {
    const digest = (file: string): string => pureSha256(this.#read(file));
    const commitment = digest("commitment.json");
    this.#edit("opening.json", (value) => (value["commitment"] = commitment));
    this.#edit("record.json", (value) => {
      value["commitment"] = commitment;
      value["opening"] = digest("opening.json");
    });
    const record = digest("record.json");
    let previous = record;
    for (const file of [...this.#files.keys()].filter((path) => /^(attestations|events)\//.test(path))) {
      this.#edit(file, (value) => {
        value["commitment"] = commitment;
        value["record"] = record;
        if (file.startsWith("attestations/")) value["opening"] = digest("opening.json");
        if (file.startsWith("events/")) value["previous"] = previous;
      });
      if (file.startsWith("events/")) previous = digest(file);
    }
  }

  /** Draws again from the files as they stand, lists included, and links. Events of the old list are dropped. */
  #redraw(): void {
    const { plan } = this.#json("commitment.json") as unknown as Commitment;
    for (const path of Array.from(this.#files.keys()))
      if (path.startsWith("events/") || path.startsWith("envelopes/event-")) this.#files.delete(path);
    this.#link();
    const { source } = parseFrames(this.#frames());
    const preparation = checkDraw(plan, source, new FaultList());
    if (preparation === undefined) throw new RangeError("expected a plan that can be drawn");
    const seed = deriveSeed(this.#read("opening.json"), pureSha256);
    const drawn = computeDraw(preparation, seed);
    this.#edit("record.json", (value) => Object.assign(value, { seed, ...drawn }));
    for (const [name, table] of Object.entries(formLists(drawn, preparation.registries)))
      this.#lists.set(name as ListName, table);
    this.#link();
  }

  #names(): StatementName[] {
    const files = [...this.#files.keys()];
    const numbered = files.flatMap((path) => {
      const [, folder, number] = /^(attestation|event)s\/([0-9]+)\.json$/.exec(path) ?? [];
      return folder === undefined ? [] : [parseStatementName(`${folder}-${number}`) as StatementName];
    });
    return ["commitment", "opening", "record", ...numbered];
  }

  /** Signs every statement whose signatures do not fit any more, with the keys that the forger has. */
  #sign(holders: readonly Holder[]): void {
    for (const name of this.#names()) {
      const statement = this.#files.get(statementFile(name));
      const bytes = this.#files.get(envelopeFile(name));
      if (statement === undefined) continue;
      const envelope = bytes === undefined ? undefined : parseEnvelope(bytes);
      if (envelope !== undefined && envelopeHolds(envelope, kindOf(name), statement)) continue;
      this.#files.delete(envelopeFile(name));
      for (const holder of holders) this.#addSignature(name, holder);
    }
  }

  #addSignature(name: StatementName, holder: Holder): void {
    const statement = this.#read(statementFile(name));
    const bytes = this.#files.get(envelopeFile(name));
    const envelope =
      (bytes === undefined ? undefined : parseEnvelope(bytes)) ?? emptyEnvelope(kindOf(name), statement);
    const signer = this.#specimen.signers[holder];
    const signature = signer.sign(encodeForSigning(payloadTypeOf(kindOf(name)), statement));
    this.#files.set(envelopeFile(name), addSignature(envelope, signer.publicKey, signature));
  }
}
