import { applyEvents, EventDesk, statedOutcome } from "../event/apply.js";
import type { Standing } from "../event/standing.js";
import { FaultList } from "../fault/fault-list.js";
import type { Attestation } from "../record/attestation.js";
import { digestFile } from "../record/commitment.js";
import type { DrawEvent } from "../record/events.js";
import type { FrameRows } from "../record/frame-comparison.js";
import type { Preparation } from "../record/prepare.js";
import { parseStatement, type Statements } from "../record/read-statement.js";
import { kindOf, statementFile, type StatementName, envelopeFile } from "../record/statement-name.js";
import type { Commitment, DrawLists, FileDigest, RecordStatement } from "../record/statements.js";
import type { FrameSet } from "../registry/frames.js";
import type { Opening } from "../seed/opening.js";
import {
  type Envelope,
  envelopeHolds,
  type MatchedSignatures,
  matchSignatures,
  parseEnvelope,
} from "../signing/envelope.js";
import type { LogProof } from "../log/proof.js";
import type { Sha256 } from "../text/hash.js";
import { sortedSet } from "../text/order.js";
import type { Bundle } from "./bundle.js";
import { findingsOf, type Outcome, skipped } from "./outcome.js";
import type { Finding } from "./report.js";

/** Signatures tried against keys that their ids do not name, in all: a bundle full of false ones must not cost hours. */
const MOST_TRIALS = 1024;

/** What a reader brings from outside the files. */
export interface VerifyOptions {
  /** A faster SHA-256 than the built-in one. */
  readonly sha256?: Sha256;
  /** Public keys that the reader knows from elsewhere: pinned. */
  readonly trusted?: readonly TrustedKey[];
  /** What was written down or published on the day. */
  readonly expected?: { readonly commitment?: string; readonly record?: string; readonly dice?: string };
  /** The earlier draw with which the freeze compared. */
  readonly previous?: { readonly commitment: string; readonly frames: FrameRows };
}

/**
 * A key that a reader pins, and whose it is. Names stand in the roster, which the operator writes: a key pinned without a name makes a
 * signature attributable to its holder, and only one pinned for a witness by name can make the order witnessed.
 */
export interface TrustedKey {
  /** 64 lower-case hex digits. */
  readonly publicKey: string;
  readonly name?: string;
}

/** A statement that was read, with its name. */
export interface Named<T> {
  readonly name: StatementName;
  readonly value: T;
}

/** The files of a draw and what the checks have read from them so far: later checks build on what earlier ones left here. */
export class Evidence {
  readonly bundle: Bundle;
  readonly sha256: Sha256;
  readonly options: VerifyOptions;
  commitment: Commitment | undefined;
  opening: Opening | undefined;
  record: RecordStatement | undefined;
  frames: FrameSet | undefined;
  planFaults: FaultList | undefined;
  preparation: Preparation | undefined;
  lists: DrawLists | undefined;
  attestations: Named<Attestation>[] = [];
  events: Named<DrawEvent>[] = [];
  standing: Standing | undefined;
  archiveProof: LogProof | undefined;
  readonly #matched = new Map<StatementName, MatchedSignatures>();
  readonly #budget = { left: MOST_TRIALS };
  readonly #envelopes = new Map<StatementName, Envelope | undefined>();

  constructor(bundle: Bundle, sha256: Sha256, options: VerifyOptions) {
    this.bundle = bundle;
    this.sha256 = sha256;
    this.options = options;
  }

  file(path: string): Uint8Array | undefined {
    return this.bundle.files.get(path);
  }

  digestOf(path: string): string | undefined {
    const bytes = this.file(path);
    return bytes === undefined ? this.bundle.digests?.get(path)?.sha256 : this.sha256(bytes);
  }

  /** Digest and size of a file. */
  measure(path: string): FileDigest | undefined {
    const bytes = this.file(path);
    if (bytes !== undefined) return digestFile(bytes, this.sha256);
    return this.bundle.digests?.get(path) ?? this.bundle.pieces?.get(path)?.digest;
  }

  /** Files of a folder in order, whatever their names. */
  filesIn(folder: string): string[] {
    const all = [...this.bundle.files.keys(), ...(this.bundle.digests?.keys() ?? [])];
    return sortedSet(all.filter((path) => path.startsWith(`${folder}/`)));
  }

  /** Reads one statement and checks its form. */
  read<N extends StatementName, K extends keyof Statements>(
    name: N,
    keep: (value: Statements[K]) => void,
  ): Outcome {
    const file = statementFile(name);
    const bytes = this.file(file);
    if (bytes === undefined) return skipped(`no ${file}`);
    const faults = new FaultList();
    const value = parseStatement(kindOf(name), bytes, faults, file);
    if (value !== undefined) keep(value as Statements[K]);
    return findingsOf(faults);
  }

  /** The envelope of a statement, if it is canonical and around exactly that statement. */
  envelope(name: StatementName): Envelope | undefined {
    if (!this.#envelopes.has(name)) {
      const bytes = this.file(envelopeFile(name));
      const statement = this.file(statementFile(name));
      const envelope = bytes === undefined ? undefined : parseEnvelope(bytes);
      const holds =
        envelope !== undefined && statement !== undefined && envelopeHolds(envelope, kindOf(name), statement);
      this.#envelopes.set(name, holds ? envelope : undefined);
    }
    return this.#envelopes.get(name);
  }

  /** Keys of the roster that signed a statement, each once. */
  signersOf(name: StatementName): readonly string[] {
    return this.#signatures(name).signers;
  }

  /** Number of signatures that no key of the roster made. */
  unknownSignaturesOf(name: StatementName): number {
    return this.#signatures(name).unknown;
  }

  #signatures(name: StatementName): MatchedSignatures {
    let matched = this.#matched.get(name);
    if (matched !== undefined) return matched;
    const envelope = this.envelope(name);
    const keys = (this.commitment?.roster ?? []).flatMap(({ publicKey }) => publicKey ?? []);
    matched =
      envelope === undefined ? { signers: [], unknown: 0 } : matchSignatures(envelope, keys, this.#budget);
    this.#matched.set(name, matched);
    return matched;
  }

  /** Applies the events to the recomputed draw, not to what the record claims; the findings say where one is refused or states another outcome. */
  applyEvents(compare: (expected: unknown, found: unknown) => Finding[]): Finding[] {
    const { preparation, record, lists } = this;
    if (preparation === undefined || record === undefined || lists === undefined) return [];
    const faults = new FaultList();
    const different: Finding[] = [];
    const events = this.events.map(({ value }) => value);
    this.standing = applyEvents(
      new EventDesk(preparation, { ...record, ...lists }),
      events,
      faults,
      (event, outcome) => {
        const file = statementFile(`event-${event.number.toString().padStart(3, "0")}`);
        for (const finding of compare(outcome, statedOutcome(event))) different.push({ ...finding, file });
      },
    );
    return [...findingsOf(faults), ...different];
  }
}
