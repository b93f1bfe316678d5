// Vectors of sections 13 to 17 of the specification: signatures, attestations, events, proofs, verdicts.
import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import {
  completeNodes,
  computeRoot,
  encodeForSigning,
  encodeProof,
  hashStatement,
  parseNote,
  payloadTypeOf,
  proveInclusion,
  pureSha256,
  signCheckpoint,
} from "../../dist/core/index.js";
import {
  copy,
  drawn,
  drop,
  edit,
  happen,
  noEvents,
  plan,
  remove,
  replace,
  rewrite,
  set,
  signed,
  write,
} from "./steps.js";

const C = "commitment.json";
const SCAN = "attachments/fd0afbbd39ef48478c8da484446c8bbcc92e1c43c26a9f479a7e44941b3652de.pdf";

const plain = (id, rules, fails, says, ...steps) => ({ id, rules, says, steps, fails });
/** Something after the record, signed anew. */
const later = (id, rules, fails, says, ...steps) => ({
  id,
  rules,
  says,
  steps: [...steps, ...signed],
  fails,
});

const envelope = (name, change) => edit(`envelopes/${name}.json`, change);
const message = (forgery, kind) =>
  encodeForSigning(payloadTypeOf(kind), forgery.bundle.files.get(`${kind}.json`));
const sshString = (bytes) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, Buffer.from(bytes)]);
};

/** The record signed by the operator as OpenSSH signs, with what is changed. */
const sshSigned =
  (changes = {}) =>
  (forgery, specimen) => {
    const {
      namespace = "dualdraw",
      hash = "sha512",
      sk = false,
      flags = 1,
      behind = "",
      version = 1,
    } = changes;
    const signer = specimen.signers.operator;
    const type = sk ? "sk-ssh-ed25519@openssh.com" : "ssh-ed25519";
    const application = Buffer.from("ssh:dualdraw");
    const digest = createHash(hash).update(message(forgery, "record")).digest();
    const body = Buffer.concat([
      Buffer.from("SSHSIG"),
      ...[Buffer.from(namespace), Buffer.alloc(0), Buffer.from(hash), digest].map(sshString),
    ]);
    const counter = Buffer.from([flags, 0, 0, 0, 7]);
    const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
    const toSign = sk ? Buffer.concat([sha256(application), counter, sha256(body)]) : body;
    const key = Buffer.concat(
      [Buffer.from(type), Buffer.from(signer.publicKey, "hex"), ...(sk ? [application] : [])].map(sshString),
    );
    const signature = Buffer.concat([
      ...[Buffer.from(type), signer.sign(toSign)].map(sshString),
      sk ? counter : Buffer.alloc(0),
    ]);
    const blob = Buffer.concat([
      Buffer.from("SSHSIG"),
      Buffer.from([0, 0, 0, version]),
      ...[key, Buffer.from(namespace), Buffer.alloc(0), Buffer.from(hash), signature].map(sshString),
      Buffer.from(behind),
    ]);
    envelope(
      "record",
      (value) => (value.signatures = [{ keyid: signer.publicKey, sig: blob.toString("base64") }]),
    )(forgery);
  };

/** The identity's neighbour of order 8, added to the base point. */
const MIXED_ORDER = ed25519.Point.BASE.add(
  ed25519.Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
).toHex();

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
/** The same signature with S + L for S, which another verifier might take. */
const addOrder = (forgery) =>
  envelope("record", ({ signatures }) => {
    const bytes = Buffer.from(signatures[0].sig, "base64");
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + ORDER;
    bytes.set(Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse(), 32);
    signatures.splice(0, signatures.length, { ...signatures[0], sig: bytes.toString("base64") });
  })(forgery);

const spareBits = (text) =>
  text.replace(/.==$/, (end) => String.fromCodePoint(end.codePointAt(0) + 1) + end.slice(1));

/** The deputy attests nothing. */
const withoutDeputy = [drop("attestations/03.json"), drop("envelopes/attestation-03.json")];

const signatures = [
  plain(
    "base64-with-spare-bits",
    ["X-9", "G-1"],
    ["record-signed"],
    "spare bits of a signature's base64 are not zero",
    envelope("record", ({ signatures: all }) => (all[0].sig = spareBits(all[0].sig))),
  ),
  plain(
    "base64-without-padding",
    ["X-9", "G-1"],
    ["record-signed"],
    "a signature's base64 has no padding",
    envelope("record", ({ signatures: all }) => (all[0].sig = all[0].sig.replaceAll("=", ""))),
  ),
  plain(
    "payload-of-another-statement",
    ["G-1"],
    ["record-signed"],
    "the envelope of the opening under the record's name",
    copy("envelopes/opening.json", "envelopes/record.json"),
  ),
  plain(
    "payload-type",
    ["G-1"],
    ["record-signed"],
    "the envelope says that it holds an opening",
    envelope("record", (value) => (value.payloadType = "application/vnd.dualdraw.opening.v1+json")),
  ),
  plain(
    "envelope-not-canonical",
    ["G-1", "J-1"],
    ["record-signed"],
    "a space in an envelope",
    replace("envelopes/record.json", "{", "{ "),
  ),
  plain(
    "signature-too-short",
    ["G-2"],
    ["record-signed"],
    "signatures of 63 bytes",
    envelope("record", ({ signatures: all }) => {
      for (const one of all) one.sig = Buffer.from(one.sig, "base64").subarray(1).toString("base64");
    }),
  ),
  plain(
    "keyid-of-another",
    ["G-3"],
    [],
    "the operator's signature under the keyid of a witness",
    envelope(
      "record",
      (value) => (value.signatures = [{ keyid: value.signatures[1].keyid, sig: value.signatures[0].sig }]),
    ),
  ),
  plain(
    "only-a-witness",
    ["G-3"],
    ["record-signed"],
    "the operator's signature is missing",
    envelope("record", (value) => (value.signatures = value.signatures.slice(1))),
  ),
  plain(
    "trials-used-up",
    ["G-3"],
    ["record-signed"],
    "400 signatures of nobody before the operator's, which says no keyid of the roster",
    envelope("record", (value) => {
      const { sig } = value.signatures[0];
      value.signatures = [
        ...Array.from({ length: 400 }, () => ({ keyid: "", sig: `${"A".repeat(86)}==` })),
        { keyid: "", sig },
      ];
    }),
  ),
  plain("signature-with-order-added", ["G-4"], ["record-signed"], "S + L instead of S", addOrder),
  plain(
    "key-of-small-order",
    ["G-4", "K-13"],
    ["roster-keys"],
    "a witness's key is the identity",
    ...withoutDeputy,
    set(C, "/roster/2/publicKey", `01${"0".repeat(62)}`),
    ...drawn,
  ),
  plain(
    "key-of-mixed-order",
    ["G-4", "K-13"],
    ["roster-keys"],
    "a witness's key has a part of small order",
    ...withoutDeputy,
    set(C, "/roster/2/publicKey", MIXED_ORDER),
    ...drawn,
  ),
  plain(
    "key-not-canonical",
    ["G-4", "K-13"],
    ["roster-keys"],
    "a witness's key has y above p",
    ...withoutDeputy,
    set(C, "/roster/2/publicKey", `f0${"f".repeat(60)}7f`),
    ...drawn,
  ),
  plain("ssh", ["G-5"], [], "the operator signed with ssh-keygen", sshSigned()),
  plain(
    "ssh-sha256",
    ["G-5"],
    [],
    "the operator signed with ssh-keygen and SHA-256",
    sshSigned({ hash: "sha256" }),
  ),
  plain("ssh-security-key", ["G-5"], [], "the operator signed with a security key", sshSigned({ sk: true })),
  plain(
    "ssh-untouched",
    ["G-5"],
    ["record-signed"],
    "a security key that nobody touched",
    sshSigned({ sk: true, flags: 4 }),
  ),
  plain(
    "ssh-namespace",
    ["G-5"],
    ["record-signed"],
    "signed as a file, not as a draw",
    sshSigned({ namespace: "file" }),
  ),
  plain(
    "ssh-bytes-behind",
    ["G-5"],
    ["record-signed"],
    "a byte behind the signature",
    sshSigned({ behind: "x" }),
  ),
  plain("ssh-version", ["G-5"], ["record-signed"], "version 2 of the format", sshSigned({ version: 2 })),
  plain(
    "ssh-hash",
    ["G-5"],
    ["record-signed"],
    "a hash that the format does not have",
    sshSigned({ hash: "sha384" }),
  ),
];

const attestations = [
  later(
    "attestation-of-another-record",
    ["A-1"],
    ["attestation-links"],
    "an attestation names another record",
    set("attestations/03.json", "/record", "0".repeat(64)),
  ),
  later(
    "attestation-by-another",
    ["A-1"],
    ["attestation-links"],
    "an attestation in another name",
    set("attestations/03.json", "/name", "省人大代表"),
  ),
  later(
    "attestation-number",
    ["A-1"],
    ["attestation-links"],
    "an attestation of the roster's fourth under the number of the third",
    set("attestations/03.json", "/signer", 4),
  ),
  later(
    "attestation-on-paper",
    ["A-1"],
    ["attestation-links", "attestation-signed"],
    "a witness with a key is said to have signed on paper",
    set("attestations/03.json", "/by", "paper"),
    drop("envelopes/attestation-03.json"),
    { op: "sign", as: ["deputy"] },
  ),
  later(
    "presence-reworded",
    ["A-2"],
    ["attestation-links"],
    "the words of presence are others",
    set("attestations/02.json", "/text", "本人在场"),
  ),
  later(
    "attestation-signed-by-the-operator",
    ["A-3"],
    ["attestation-signed"],
    "the operator signs for a witness who has a key",
    drop("envelopes/attestation-02.json"),
    { op: "sign", as: ["operator"] },
  ),
];

const closed = (object) => happen({ kind: "replace-object", object }, "closed");
const first = (standing, find) => standing.visits.find(find).object;

const events = [
  plain(
    "event-missing",
    ["E-1"],
    ["event-chain"],
    "the first of two events is gone",
    drop("events/001.json"),
    drop("envelopes/event-001.json"),
  ),
  later(
    "event-of-another-record",
    ["E-1"],
    ["event-chain"],
    "an event names another record",
    set("events/002.json", "/record", "0".repeat(64)),
  ),
  later(
    "event-earlier",
    ["E-2"],
    ["event-chain"],
    "an event is dated before the one before it",
    set("events/002.json", "/claimedTime", "2023-09-15T11:59:59Z"),
  ),
  later(
    "event-at-no-time",
    ["E-2"],
    ["event-chain"],
    "an event at 24:00:00",
    set("events/002.json", "/claimedTime", "2023-09-15T24:00:00Z"),
  ),
  later(
    "reason-of-another-kind",
    ["E-3"],
    ["event-chain"],
    "a person is replaced for a reason of objects",
    set("events/002.json", "/reason/code", "closed"),
  ),
  later(
    "reason-blank",
    ["E-3"],
    ["event-chain"],
    "another reason, and no words",
    set("events/002.json", "/reason", { code: "other", text: "　" }),
  ),
  later(
    "void-and-corrected",
    ["E-4"],
    [],
    "the draw is void; a correction may follow",
    noEvents,
    happen({ kind: "void" }, "irregular", { withheld: [], known: [] }),
    happen({ kind: "correct" }, "slip", { subject: "place", from: "三楼", to: "四楼" }),
  ),
  plain(
    "void-twice-before-the-draw",
    ["E-4"],
    ["event-outcome"],
    "the draw is void before any record, and void again: no draw is needed to see that",
    voidTwice,
    { op: "sign", as: ["operator"] },
  ),
  later(
    "replaced-after-void",
    ["E-4"],
    ["event-outcome"],
    "an object is replaced after the draw is void",
    swapOrder,
  ),
  later(
    "replaced-twice",
    ["E-5", "E-6"],
    [],
    "the reserve that stepped in gives way too",
    noEvents,
    closed("B03"),
    happen(
      (standing) => ({ kind: "replace-object", object: first(standing, ({ object }) => object === "B04") }),
      "moved",
    ),
  ),
  later("no-reserve-left", ["E-5"], [], "no reserve is left: a shortfall", noEvents, closed("产品-01")),
  later(
    "shortfall-hidden-in-event",
    ["E-5", "E-11"],
    ["event-outcome"],
    "no reserve is left, and the event does not say so",
    noEvents,
    closed("产品-01"),
    set("events/001.json", "/outcome/shortfall", []),
  ),
  later(
    "object-not-visited",
    ["E-5"],
    ["event-outcome"],
    "an object gives way that was not drawn",
    set("events/001.json", "/object", "A02"),
    rechain,
  ),
  later(
    "reserve-in-another-place",
    ["E-6", "E-11"],
    ["event-outcome"],
    "the reserve has another position",
    noEvents,
    closed("B07"),
    set("events/001.json", "/outcome/visits/0/position", 2),
  ),
  later(
    "reserve-already-visited",
    ["E-6", "E-7"],
    [],
    "the reserve is visited already and takes the task on",
    noEvents,
    closed("A04"),
  ),
  later(
    "slots-numbered-anew",
    ["E-7", "E-11"],
    ["event-outcome"],
    "slots of an existing visit keep the numbers of the other",
    set("events/001.json", "/outcome/visits/1/team/3/slot", 0),
    rechain,
  ),
  later(
    "person-stays-behind",
    ["E-8", "E-11"],
    ["event-outcome"],
    "another person goes to the reserve than the one who held the slot",
    noEvents,
    closed("B07"),
    set("events/001.json", "/outcome/visits/0/team/1/inspector", "P04"),
  ),
  later(
    "gone-there-here-to-stay",
    ["E-8"],
    [],
    "a person who gave way at one visit belongs to the team of the visit that takes its task on, and goes along when that one gives way too",
    noEvents,
    plan("/tasks/0/reserves", 3),
    plan("/tasks/1/reserves", 3),
    plan("/title", "旅馆抽查25"),
    { op: "refreeze" },
    { op: "redraw" },
    happen({ kind: "replace-person", object: "A06", slot: 2, inspector: "P07" }, "recused"),
    closed("A06"),
    closed("A04"),
  ),
  later(
    "stand-in-out-of-turn",
    ["E-9"],
    ["event-outcome"],
    "another than the first stand-in steps in",
    set("events/002.json", "/outcome/visits/0/team/0/inspector", "P01"),
  ),
  later(
    "nobody-steps-in",
    ["E-9"],
    [],
    "a person without stand-ins falls ill",
    happen({ kind: "replace-person", object: "A01", slot: 0, inspector: "P03" }, "ill"),
  ),
  later(
    "person-not-in-slot",
    ["E-9"],
    ["event-outcome"],
    "a person is replaced who does not hold the slot",
    set("events/002.json", "/inspector", "P04"),
  ),
  later(
    "assigned",
    ["E-10"],
    [],
    "two people are sent where a task was dropped",
    happen({ kind: "direct", object: "B02", inspectors: ["P07", "P08"] }, "too-few-people", {
      basis: "执法检查人员有限",
      decidedBy: "局长",
    }),
  ),
  later(
    "too-many-assigned",
    ["E-10"],
    ["event-outcome"],
    "three people are sent for two places",
    happen({ kind: "direct", object: "B02", inspectors: ["P07", "P08"] }, "too-few-people", {
      basis: "执法检查人员有限",
      decidedBy: "局长",
    }),
    edit("events/003.json", (event) => {
      event.inspectors.push("P01");
      event.outcome.visits[0].assigned.push("P01");
    }),
  ),
  later(
    "helper-assigned",
    ["E-10"],
    ["event-outcome"],
    "a helper is sent as an inspector",
    happen({ kind: "direct", object: "B02", inspectors: ["P07", "P08"] }, "too-few-people", {
      basis: "执法检查人员有限",
      decidedBy: "局长",
    }),
    edit("events/003.json", (event) => {
      event.inspectors[1] = "P09";
      event.outcome.visits[0].assigned[1] = "P09";
    }),
  ),
  later(
    "outcome-of-another-visit",
    ["E-11"],
    ["event-outcome"],
    "the outcome leaves out one of two visits that changed",
    remove("events/001.json", "/outcome/visits/0"),
    rechain,
  ),
  plain(
    "event-under-another-name",
    ["E-1", "J-3"],
    ["event-form"],
    "a file of the folder is not named by three digits",
    copy("events/001.json", "events/1.json"),
  ),
];

/** A void before any draw, and another event behind it. */
function voidTwice(forgery) {
  const { files } = forgery.bundle;
  noEvents(forgery);
  happen({ kind: "void" }, "irregular", { withheld: [], known: [] })(forgery);
  for (const file of files.keys())
    if (/^(attestations|attachments|lists)\/|record|attestation-/.test(file)) files.delete(file);
  forgery.bundle.lists.clear();
  const commitment = createHash("sha256").update(files.get(C)).digest("hex");
  edit("events/001.json", (event) => {
    event.previous = commitment;
    delete event.record;
  })(forgery);
  forgery.apply(copy("events/001.json", "events/002.json"));
  const previous = createHash("sha256").update(files.get("events/001.json")).digest("hex");
  edit("events/002.json", (event) => Object.assign(event, { number: 2, previous }))(forgery);
}

/** Names the first event's digest in the second again. */
function rechain(forgery) {
  const previous = createHash("sha256").update(forgery.bundle.files.get("events/001.json")).digest("hex");
  forgery.apply(set("events/002.json", "/previous", previous));
}

/** A void, then the first event as it was. */
function swapOrder(forgery) {
  const { files } = forgery.bundle;
  const replaced = JSON.parse(Buffer.from(files.get("events/001.json")));
  noEvents(forgery);
  happen({ kind: "void" }, "irregular", { withheld: [], known: [] })(forgery);
  const previous = createHash("sha256").update(files.get("events/001.json")).digest("hex");
  write("events/002.json", "{}")(forgery);
  edit("events/002.json", (event) =>
    Object.assign(event, replaced, { number: 2, previous, claimedTime: "2023-09-15T12:30:00Z" }),
  )(forgery);
}

const proof = (name, change) => rewrite(`proofs/${name}.tlog-proof`, change);
/** Proves the record at another place, in another log that the archive signed. */
const proveElsewhere = (index, size) => (forgery, specimen) => {
  const nodes = [];
  const readNode = (level, at) => nodes[(at + 1) * 2 ** level - 1][level];
  const leaves = Array(size).fill(pureSha256("leaf"));
  leaves[index] = hashStatement(forgery.bundle.files.get("record.json"), pureSha256);
  for (const leaf of leaves) nodes.push(completeNodes(nodes.length, leaf, readNode, pureSha256));
  const head = { origin: "specimen.example/archive", size, root: computeRoot(size, readNode, pureSha256) };
  const note = parseNote(signCheckpoint(head, specimen.signers.archive, pureSha256));
  const path = proveInclusion(index, size, readNode, pureSha256);
  write("proofs/record.tlog-proof", encodeProof({ index, path, note }))(forgery);
};

const archive = [
  plain(
    "proof-of-another-statement",
    ["H-3"],
    ["archive-proofs"],
    "the record's proof under the opening's name",
    copy("proofs/record.tlog-proof", "proofs/opening.tlog-proof"),
  ),
  plain(
    "two-statements-at-one-place",
    ["H-3"],
    ["archive-proofs"],
    "the record is proved at the place of the commitment, in a longer log that the archive signed",
    proveElsewhere(5, 7),
  ),
  plain(
    "note-without-signature",
    ["H-1"],
    ["archive-place"],
    "a checkpoint without any signature",
    proof("commitment", (text) => text.replace(/\n— [^]*$/, "\n")),
  ),
  plain(
    "note-with-control",
    ["H-1"],
    ["archive-place"],
    "a checkpoint with a tab",
    proof("commitment", (text) => text.replace("— ", "—\t")),
  ),
  plain(
    "checkpoint-of-two-lines",
    ["H-2"],
    ["archive-place"],
    "a size with a leading zero",
    proof("commitment", (text) => text.replace("archive\n6\n", "archive\n06\n")),
  ),
  plain(
    "proof-of-another-index",
    ["H-3"],
    ["archive-place"],
    "another index",
    proof("commitment", (text) => text.replace("index 5", "index 4")),
  ),
  plain(
    "proof-with-a-hash-more",
    ["H-3"],
    ["archive-place"],
    "a hash that is not used",
    proof("commitment", (text) => text.replace("index 5\n", `index 5\n${"A".repeat(43)}=\n`)),
  ),
  plain(
    "checkpoint-unsigned",
    ["H-4"],
    ["archive-place"],
    "the archive's line has another key id",
    proof("commitment", (text) =>
      text.replace(
        /(— specimen.example\/archive )(.)/,
        (_, line, letter) => line + (letter === "A" ? "B" : "A"),
      ),
    ),
  ),
  plain(
    "cosignature-of-nobody",
    ["H-5"],
    [],
    "a cosignature that is none counts for nobody; it is not an error",
    proof("commitment", (text) =>
      text.replace(/(— 派驻纪检监察组 ....)(.)/, (_, line, letter) => line + (letter === "A" ? "B" : "A")),
    ),
  ),
  plain(
    "two-histories",
    ["H-3", "H-2"],
    ["archive-proofs"],
    "two checkpoints of one size have two roots, both signed by the archive",
    proveElsewhere(4, 6),
  ),
];

const verdicts = [
  plain(
    "drawn-from-other-lists",
    ["V-1"],
    ["frames-digest"],
    "a frame was changed in a cell on which nothing depends: the draw is recomputed from it, and is right",
    replace("frames/items.csv", "实地核查,登记", "实地核查,登记事项"),
  ),
  plain(
    "no-beacon-no-attestation-envelope",
    ["V-2"],
    [],
    "an attestation's envelope is missing; the list does not depend on it",
    drop("envelopes/attestation-02.json"),
  ),
  {
    ...plain(
      "no-opening",
      ["V-2"],
      [],
      "without the opening nothing can be recomputed",
      drop("opening.json"),
      drop("envelopes/opening.json"),
    ),
    verdict: "incomplete",
  },
  {
    ...plain(
      "no-frame",
      ["V-2"],
      [],
      "without a frame nothing can be recomputed",
      drop("frames/history.csv"),
    ),
    verdict: "incomplete",
  },
  {
    ...plain("nothing", ["V-2"], [], "no statement at all", (forgery) => {
      forgery.bundle.files.clear();
      forgery.bundle.lists.clear();
    }),
    verdict: "incomplete",
  },
  plain("scan-changed", ["V-2"], ["attachments"], "a scan was changed", replace(SCAN, "signed", "forged")),
  {
    ...plain(
      "written-down",
      ["V-2"],
      [],
      "the digests and the dice that a reader wrote down",
      () => undefined,
    ),
    expect: ["commitment", "record", "dice"],
  },
  {
    ...plain(
      "written-down-otherwise",
      ["V-2"],
      ["expected"],
      "other dice than the reader wrote down",
      set("opening.json", "/contributions/3/value", "0".repeat(20)),
      ...drawn,
    ),
    expect: ["dice"],
  },
];

export const peopleVectors = [...signatures, ...attestations, ...events, ...archive, ...verdicts];
