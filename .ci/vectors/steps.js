// The words in which the vectors of fixtures/vectors/draws.json are written: steps of a forger, and steps as functions on a forgery.
import {
  chainHead,
  checkDraw,
  compareText,
  computeDraw,
  decodeUtf8,
  deriveSeed,
  encodeJson,
  encodeUtf8,
  EventDesk,
  FaultList,
  formLists,
  frameNamesOf,
  parseFrames,
  pureSha256,
} from "../../dist/core/index.js";

const EVERYBODY = ["operator", "discipline", "deputy"];
/** When the witness cosigned the checkpoint that holds the commitment. */
const COSIGNED = "2023-09-15T10:40:00Z";

export const set = (file, at, to) => ({ op: "set", file, at, to });
export const remove = (file, at) => ({ op: "remove", file, at });
export const replace = (file, find, by) => ({ op: "replace", file, find, with: by });
export const drop = (file) => ({ op: "drop", file });
export const copy = (file, to) => ({ op: "copy", file, to });
export const cell = (list, row, column, to) => ({ op: "list", list, row, column, to });
export const plan = (at, to) => set("commitment.json", `/plan${at}`, to);
export const unplan = (at) => remove("commitment.json", `/plan${at}`);

const seal = [
  { op: "sign", as: EVERYBODY },
  { op: "relog", at: COSIGNED },
];
const readText = (forgery, file) => decodeUtf8(forgery.bundle.files.get(file));
const readJson = (forgery, file) => JSON.parse(readText(forgery, file));

/** The draw that the lists and the plan give as they stand. */
const prepare = (forgery) => {
  const { plan: planned } = readJson(forgery, "commitment.json");
  const names = frameNamesOf(planned.registries);
  const frames = names.map((name) => [name, forgery.bundle.files.get(`frames/${name}.csv`)]);
  const { source } = parseFrames(Object.fromEntries(frames));
  return checkDraw(planned, source, new FaultList());
};

/** The record names the seed of the opening as it stands. */
const reseed = (forgery) =>
  edit("record.json", (record) => {
    record.seed = deriveSeed(forgery.bundle.files.get("opening.json"), pureSha256);
  })(forgery);

/** Makes the statements after the record name it as it stands, byte by byte. */
const follow = (forgery) => {
  const { files } = forgery.bundle;
  const record = pureSha256(files.get("record.json"));
  let previous = record;
  for (const file of [...files.keys()].filter((path) => /^(attestations|events)\//.test(path))) {
    edit(file, (value) => Object.assign(value, { record }, file.startsWith("events/") ? { previous } : {}))(
      forgery,
    );
    if (file.startsWith("events/")) previous = pureSha256(files.get(file));
  }
};

/** Draws from the lists and the opening as they stand, and makes record, lists and attestations follow, byte by byte. */
const drawFrom = (forgery) => {
  const { files, lists } = forgery.bundle;
  noEvents(forgery);
  const opening = pureSha256(files.get("opening.json"));
  const preparation = prepare(forgery);
  const seed = deriveSeed(files.get("opening.json"), pureSha256);
  const result = computeDraw(preparation, seed);
  edit("record.json", (record) => Object.assign(record, { opening, seed, ...result }))(forgery);
  for (const [name, table] of Object.entries(formLists(result, preparation.registries)))
    lists.set(name, table);
  for (const file of [...files.keys()].filter((path) => path.startsWith("attestations/")))
    edit(file, (value) => Object.assign(value, { opening }))(forgery);
  follow(forgery);
};

/** Draws anew from an opening that is kept byte by byte. */
export const drawnAsItStands = [drawFrom, ...seal];

/** The commitment holds digest and size of a frame as it stands; its rows are not counted anew. */
export const recommit = (frame) => (forgery) => {
  const bytes = forgery.bundle.files.get(`frames/${frame}.csv`);
  edit("commitment.json", ({ frames }) =>
    Object.assign(frames[frame], { sha256: pureSha256(bytes), bytes: bytes.length }),
  )(forgery);
};

/** Names and signs anew where nothing can be drawn: the record stays as it was, but for the seed. */
export const undrawable = [{ op: "link" }, reseed, { op: "link" }, ...seal];
/** Freezes anew to lists or a plan that cannot be drawn. */
export const refrozen = [{ op: "refreeze" }, ...undrawable];
/** Names and signs a record as it stands, byte by byte. */
export const followed = [follow, ...seal];
/** Freezes and draws anew. */
export const redrawn = [{ op: "refreeze" }, { op: "redraw" }, ...seal];
/** Draws anew from a changed commitment, opening or frame. */
export const drawn = [{ op: "redraw" }, ...seal];
/** Makes later statements name changed earlier ones, and signs. */
export const linked = [{ op: "link" }, ...seal];
/** Signs what was changed, and nothing else. */
export const signed = seal;

/** Writes a file as it is given: text or bytes. */
export const write = (file, content) => (forgery) =>
  forgery.bundle.files.set(file, typeof content === "string" ? encodeUtf8(content) : content);

/** Writes a file anew from its text. */
export const rewrite = (file, change) => (forgery) =>
  forgery.bundle.files.set(file, encodeUtf8(change(readText(forgery, file))));

/** Changes a statement by a function on its value. */
export const edit = (file, change) => (forgery) => {
  const value = readJson(forgery, file);
  change(value);
  forgery.bundle.files.set(file, encodeJson(value));
};

/** Drops all events and their envelopes. */
export const noEvents = (forgery) => {
  for (const file of forgery.bundle.files.keys())
    if (/^events\/|^envelopes\/event-/.test(file)) forgery.bundle.files.delete(file);
};

/** Another row for one of a frame, or none; the rows are sorted again. */
export const row = (frame, find, by) => (forgery) => {
  const [head, ...rows] = readText(forgery, `frames/${frame}.csv`).trimEnd().split("\n");
  const found = rows.findIndex((line) => line.startsWith(find));
  if (found < 0) throw new RangeError(`expected a row that begins with ${find} in ${frame}`);
  rows.splice(found, 1, ...(by === undefined ? [] : [by]));
  const sorted = rows.flatMap((line) => line.split("\n")).toSorted(compareText);
  write(`frames/${frame}.csv`, `${[head, ...sorted].join("\n")}\n`)(forgery);
};

/** Adds rows behind all others of a frame. */
export const addRows = (frame, ...rows) =>
  rewrite(`frames/${frame}.csv`, (text) => text + rows.map((line) => `${line}\n`).join(""));

/** Appends an event as the rules have it; `about` can depend on the visits that stand. */
export const happen =
  (about, code, more = {}) =>
  (forgery) => {
    const { files } = forgery.bundle;
    const preparation = prepare(forgery);
    const record = readJson(forgery, "record.json");
    const desk = new EventDesk(preparation, record);
    let standing = desk.begin();
    const events = [...files.keys()].filter((file) => file.startsWith("events/")).toSorted(compareText);
    for (const file of events) standing = desk.apply(standing, readJson(forgery, file)).standing;
    const request = typeof about === "function" ? about(standing) : about;
    const applied = desk.apply(standing, request);
    if (applied.code !== undefined)
      throw new RangeError(`expected an event that the rules allow, got ${applied.code}`);
    const number = events.length + 1;
    const name = String(number).padStart(3, "0");
    const digest = (file) => pureSha256(files.get(file));
    const digests = { commitment: digest("commitment.json"), record: digest("record.json") };
    const event = {
      schema: "dualdraw/event/v1",
      number,
      previous: chainHead(digests, number === 1 ? undefined : digest(events.at(-1))),
      ...digests,
      claimedTime: "2023-09-15T12:30:00Z",
      reason: { code, text: code === "other" ? "说明" : "" },
      evidence: [],
      ...request,
      ...(/^(replace|direct)/.test(request.kind) ? { outcome: applied.outcome } : {}),
      ...more,
    };
    files.set(`events/${name}.json`, encodeJson(event));
  };
