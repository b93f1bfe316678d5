import { ed25519 } from "@noble/curves/ed25519.js";
import {
  type AttestationInput,
  attestationName,
  BEACON_FILE,
  checkDraw,
  chainHead,
  computeDraw,
  type Contribution,
  decodeUtf8,
  deriveSeed,
  digestFile,
  digestFrames,
  encodeFrames,
  encodeJson,
  encodeUtf8,
  type DrawEvent,
  EventDesk,
  type EventRequest,
  eventName,
  formAttestation,
  formCommitment,
  formLists,
  formOpening,
  formReport,
  listFrames,
  type ListName,
  type ListTable,
  type Plan,
  type Preparation,
  pureSha256,
  type RecordStatement,
  refuseErrors,
  type RosterEntry,
  sealEnvelope,
  type SignedKind,
  type Signer,
  statementFile,
  type StatementName,
  envelopeFile,
} from "../../core/index.js";
import { type County, makeCounty } from "../county.js";
import { readCounty } from "../county-registries.js";
import { ORIGIN, proveInLog, SEQUENCE } from "./specimen-log.js";

/** Who holds keys in a specimen. `archive` signs the log, `stranger` stands in no roster. */
export type Holder = "operator" | "discipline" | "deputy" | "archive" | "stranger";

/** A complete signed draw in memory, made from nothing but a number: always the same bytes. */
export interface Specimen {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly lists: ReadonlyMap<ListName, ListTable>;
  readonly signers: Readonly<Record<Holder, Signer>>;
}

/** Bytes that follow from a text; for specimens only, never for a draw. */
function bytesFrom(text: string): Uint8Array {
  return Uint8Array.from(pureSha256(`dualdraw specimen ${text}`).match(/../g) ?? [], (hex) =>
    parseInt(hex, 16),
  );
}

function makeSigner(holder: string): Signer {
  const secret = bytesFrom(holder);
  const publicKey = Array.from(ed25519.getPublicKey(secret), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  return { publicKey, sign: (message) => ed25519.sign(message, secret) };
}

/** The public beacon of the specimens, as the network published it on that day. */
const BEACON = {
  round: 657413,
  signature:
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
  randomness: "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
};
const DAY = "2023-09-15";
const CLAIMED = `${DAY}T10:30:00Z`;
const LATER = `${DAY}T12:00:00Z`;
/** Ten minutes after the freeze, twenty before the beacon. */
const COSIGNED = `${DAY}T10:40:00Z`;

function specimenPlan({ plans }: County, number: number, beacon: boolean): Plan {
  const value = pureSha256(`witness ${number}`);
  return {
    ...(plans["plan.json"] as Plan),
    sources: [
      { kind: "secret" },
      { kind: "witness", name: "派驻纪检监察组", sha256: pureSha256(value) },
      { kind: "witness", name: "市民代表" },
      { kind: "dice", sides: 10, count: 20 },
      ...(beacon ? [{ kind: "drand", chain: "quicknet", at: `${DAY}T19:00:01+08:00` } as const] : []),
    ],
    roster: [
      { role: "operator", name: "操作员", key: "operator.pub", required: true },
      { role: "discipline", name: "派驻纪检监察组", key: "discipline.pub", required: true },
      { role: "deputy", name: "人大代表", key: "deputy.pub" },
      { role: "citizen", name: "市民代表", by: "paper" },
    ],
  };
}

/** Puts the files of a specimen together, statement by statement. */
class SpecimenBuilder {
  readonly files = new Map<string, Uint8Array>();
  readonly signers: Readonly<Record<Holder, Signer>> = {
    operator: makeSigner("operator"),
    discipline: makeSigner("discipline"),
    deputy: makeSigner("deputy"),
    archive: makeSigner("archive"),
    stranger: makeSigner("stranger"),
  };
  readonly #county: County;
  readonly #plan: Plan;
  readonly #number: number;
  readonly #beacon: boolean;

  constructor(county: County, number: number, beacon: boolean) {
    this.#county = county;
    this.#number = number;
    this.#beacon = beacon;
    this.#plan = specimenPlan(county, number, beacon);
  }

  #write(name: StatementName, statement: unknown, kind: SignedKind, holders: readonly Holder[]): string {
    const bytes = encodeJson(statement);
    this.files.set(statementFile(name), bytes);
    const signers = holders.map((holder) => this.signers[holder]);
    this.files.set(envelopeFile(name), sealEnvelope(kind, bytes, signers));
    return pureSha256(bytes);
  }

  #freeze(): { preparation: Preparation; digest: string; roster: readonly RosterEntry[]; secret: string } {
    const { source, annex, faults } = readCounty(this.#county, this.#plan);
    const preparation = checkDraw(this.#plan, source, faults);
    refuseErrors(faults);
    const planBytes = encodeJson(this.#plan);
    const frames = encodeFrames(source);
    const annexBytes = annex.encode();
    const originals = Object.fromEntries(listFrames(frames).map(([name, bytes]) => [`${name}.csv`, bytes]));
    const secret = pureSha256(`secret ${this.#number}`);
    const roster = (this.#plan.roster ?? []).map(({ key, ...entry }): RosterEntry => {
      const holder = key?.replace(".pub", "") as Holder | undefined;
      const publicKey = holder === undefined ? {} : { publicKey: this.signers[holder].publicKey };
      return { ...entry, required: entry.required ?? false, ...publicKey };
    });
    const digests = (
      files: Readonly<Record<string, Uint8Array>>,
    ): Record<string, ReturnType<typeof digestFile>> =>
      Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, digestFile(bytes, pureSha256)]));
    const commitment = formCommitment({
      preparation: preparation as Preparation,
      planFile: digestFile(planBytes, pureSha256),
      frames: digestFrames(frames, source, pureSha256),
      originals: digests(originals),
      annex: digests({ "objects.csv": annexBytes }),
      secretDigest: pureSha256(secret),
      roster,
      claimedTime: CLAIMED,
      version: "specimen",
      report: formReport(preparation as Preparation, faults, undefined, pureSha256),
      voids: [],
      archive: { origin: ORIGIN, sequence: SEQUENCE, publicKey: this.signers.archive.publicKey },
    });
    this.files.set("plan.json", planBytes);
    for (const [name, bytes] of listFrames(frames)) this.files.set(`frames/${name}.csv`, bytes);
    for (const [name, bytes] of Object.entries(originals)) this.files.set(`originals/${name}`, bytes);
    this.files.set("annex/objects.csv", annexBytes);
    const digest = this.#write("commitment", commitment, "commitment", ["operator", "discipline", "deputy"]);
    return { preparation: preparation as Preparation, digest, roster, secret };
  }

  #open(commitment: string, secret: string): string {
    const contributions: Contribution[] = [
      { kind: "secret", value: secret },
      { kind: "witness", name: "派驻纪检监察组", value: pureSha256(`witness ${this.#number}`) },
      { kind: "witness", name: "市民代表", value: "云溪九月晴" },
      { kind: "dice", value: "31415926535897932384" },
      ...(this.#beacon ? [{ kind: "drand", round: BEACON.round, value: BEACON.randomness } as const] : []),
    ];
    if (this.#beacon) this.files.set(BEACON_FILE, encodeJson(BEACON));
    return this.#write("opening", formOpening(commitment, contributions), "opening", [
      "operator",
      "discipline",
    ]);
  }

  #attest(commitment: string, record: string): void {
    const { roster } = JSON.parse(decodeUtf8(this.files.get("commitment.json") as Uint8Array) ?? "") as {
      roster: RosterEntry[];
    };
    const digests = { commitment, opening: pureSha256(this.files.get("opening.json") as Uint8Array), record };
    const say = (signer: number, holder: Holder, more: Omit<AttestationInput, "signer"> = {}): void => {
      const input = { signer, ...more };
      const value = formAttestation({ roster } as never, digests, input);
      this.#write(attestationName(signer), value, "attestation", [holder]);
    };
    const scan = encodeUtf8("%PDF-1.4 a signed page");
    const sha256 = pureSha256(scan);
    this.files.set(`attachments/${sha256}.pdf`, scan);
    say(2, "discipline");
    say(3, "deputy", { reservation: "骰子落地后重掷一次" });
    say(4, "operator", { scan: { name: "签名页.pdf", sha256, bytes: scan.length } });
  }

  /** Two events: an object that is closed gives way, then a person who is ill. */
  #happen(
    preparation: Preparation,
    record: RecordStatement,
    digests: { commitment: string; record: string },
  ): void {
    const desk = new EventDesk(preparation, record);
    let standing = desk.begin();
    let last: string | undefined;
    const happen = (number: number, request: EventRequest, code: string): void => {
      const applied = desk.apply(standing, request);
      if ("code" in applied)
        throw new RangeError(`expected an event that the rules allow, got ${applied.code}`);
      standing = applied.standing;
      const event = {
        schema: "dualdraw/event/v1",
        number,
        previous: chainHead(digests, last),
        ...digests,
        claimedTime: LATER,
        reason: { code, text: "" },
        evidence: [],
        ...request,
        outcome: applied.outcome,
      } as DrawEvent;
      last = this.#write(eventName(number), event, "event", ["operator", "discipline"]);
    };
    const closed = record.tasks
      .flatMap(({ cells }) => cells)
      .find(({ drawn, reserves }) => drawn.length > 0 && reserves.length > 0);
    const object = closed?.drawn[0] ?? "";
    happen(1, { kind: "replace-object", object }, "closed");
    const visit = standing.visits.find(({ slots }) => slots.length > 0);
    const slot = visit?.slots[0];
    happen(
      2,
      {
        kind: "replace-person",
        object: visit?.object ?? "",
        slot: slot?.slot ?? 0,
        inspector: slot?.inspector ?? "",
      },
      "ill",
    );
  }

  build(): Specimen {
    const { preparation, digest, secret } = this.#freeze();
    const opening = this.#open(digest, secret);
    const seed = deriveSeed(this.files.get("opening.json") as Uint8Array, pureSha256);
    const drawn = computeDraw(preparation, seed);
    const record: RecordStatement = {
      schema: "dualdraw/record/v1",
      commitment: digest,
      opening,
      seed,
      ...drawn,
    };
    const recordDigest = this.#write("record", record, "record", ["operator", "discipline"]);
    this.#attest(digest, recordDigest);
    this.#happen(preparation, record, { commitment: digest, record: recordDigest });
    for (const [file, proof] of proveInLog(this.files, this.signers, COSIGNED)) this.files.set(file, proof);
    const lists = new Map(Object.entries(formLists(drawn, preparation.registries))) as Map<
      ListName,
      ListTable
    >;
    return { files: this.files, lists, signers: this.signers };
  }
}

/**
 * A complete draw with several sources, signers, attestations and events.
 *
 * @param county registries, and a plan `plan.json` whose sources and roster are replaced by those of specimens
 * @param number another number is another draw of the same plan: the operator's second try
 * @param beacon whether the public beacon is one of the sources
 */
export function makeSpecimenOf(county: County, number: number, beacon: boolean): Specimen {
  return new SpecimenBuilder(county, number, beacon).build();
}

/** The specimen of the catalogue: a made-up county of 300 objects, every source. */
export function makeSpecimen(number: number): Specimen {
  const county = makeCounty({ objects: 300, inspectors: 60, today: DAY, seed: "tests" });
  return makeSpecimenOf(county, number, true);
}
