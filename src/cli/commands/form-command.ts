import { join } from "node:path";
import {
  type Commitment,
  createFault,
  type FaultCode,
  faultCodes,
  FaultList,
  type Opening,
  parseStatement,
  refuse,
  refuseErrors,
  verifyDraw,
  wordFault,
  PeopleNames,
} from "../../core/index.js";
import { formatFreezeForm } from "../../forms/freeze-form.js";
import { formatNoticePage } from "../../forms/notice-page.js";
import { formatRecordForm, type RecordFormPart } from "../../forms/record-form.js";
import { formatSecretSheet } from "../../forms/secret-sheet.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { readSecret } from "../../node/draw/contributions.js";
import { BYTES_IN_MEMORY } from "../../node/draw/frozen-draw.js";
import { nodeSha256, readBundle, readStep } from "../../node/draw/draw-directory.js";
import { makeFolder, replaceFile, SEALED } from "../../node/disk/durable-write.js";
import { readStandingDraw } from "../../node/draw/events.js";
import { readNotice } from "../../node/draw/publish.js";
import { readHead } from "../archive/archived-step.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { openInBrowserHint } from "../terminal/hints.js";

/** Forms that a draw directory can print. */
export const formKinds = ["freeze", "sheet", "record", "notice"] as const;
export type FormKind = (typeof formKinds)[number];

function wordWarning(code: string): string {
  if (!(faultCodes as string[]).includes(code)) return code;
  const { rule } = wordFault(createFault(code as FaultCode, {}), "zh");
  return rule.replace(/\{\w+\}/g, "…");
}

function freezeForm(directory: string): string {
  const { commitment, bytes } = readCommitment(directory);
  const head = readHead(directory);
  return formatFreezeForm({
    commitment,
    digest: nodeSha256(bytes),
    wordWarning,
    ...(head === undefined ? {} : { head }),
  });
}

function secretSheet(directory: string): string {
  const { commitment, bytes } = readCommitment(directory);
  const secret = readSecret(directory) ?? refuse("file-missing", {}, { file: join(directory, "secret.txt") });
  return formatSecretSheet({ commitment, digest: nodeSha256(bytes), secret });
}

/** The record form of a finished draw as it stands. */
export function recordForm(directory: string, part: RecordFormPart): string {
  const draw = readStandingDraw(directory);
  const { commitment, commitmentDigest, preparation } = draw.frozen;
  const faults = new FaultList();
  const bytes = readStep(directory, "opening.json", "dualdraw open");
  const opening = parseStatement("opening", bytes, faults) as Opening;
  refuseErrors(faults);
  const { presence, notes } = verifyDraw(readBundle(directory, BYTES_IN_MEMORY), { sha256: nodeSha256 });
  const { objects } = preparation.registries;
  const people = new PeopleNames(preparation.registries);
  const head = readHead(directory);
  return formatRecordForm(
    {
      commitment,
      opening,
      record: draw.record,
      digests: { commitment: commitmentDigest, record: draw.recordDigest },
      signers: presence.signers,
      events: notes?.events ?? [],
      visits: draw.standing.visits,
      ...(head === undefined ? {} : { head }),
      nameOfObject: (id) => objects.find(id)?.name ?? "",
      nameOfPerson: (id) => people.nameOf(id),
    },
    part,
  );
}

/** Writes one form into the draw directory, or where the user says; what would give the list away is readable by the owner alone. */
export function writeForm(directory: string, file: string, html: string, output?: string): string {
  const path = output ?? join(directory, "forms", file);
  if (output === undefined) makeFolder(join(directory, "forms"), 0o700);
  replaceFile(path, Buffer.from(html), SEALED);
  return path;
}

/** The forms that are printed when a draw is done: one sheet, or, for a sealed draw, the day's sheet and the annex apart. */
export function recordFormParts(sealed: boolean): readonly (readonly [file: string, part: RecordFormPart])[] {
  return sealed
    ? [
        ["record-day.html", "day"],
        ["record-list.html", "list"],
      ]
    : [["record.html", "full"]];
}

/** `dualdraw form KIND DIR` */
export function runForm(
  console: Console,
  kind: FormKind,
  directory: string,
  options: { readonly part?: RecordFormPart; readonly output?: string },
): ExitCode {
  const html = {
    freeze: () => freezeForm(directory),
    sheet: () => secretSheet(directory),
    record: () => recordForm(directory, options.part ?? "full"),
    notice: () => formatNoticePage(readNotice(directory)),
  }[kind]();
  const names = {
    freeze: "freeze.html",
    sheet: "secret-sheet.html",
    record: options.part === undefined ? "record.html" : `record-${options.part}.html`,
    notice: "notice.html",
  };
  const path = writeForm(directory, names[kind], html, options.output);
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/form/v1", file: path }));
  else {
    console.print(path);
    console.note(openInBrowserHint(console));
  }
  return EXIT.done;
}

/** Freeze form and, where there is a secret, the sheet that is sealed. */
export function writeFreezeForms(directory: string, { sources }: Commitment): string[] {
  const paths = [writeForm(directory, "freeze.html", freezeForm(directory))];
  const hasSecret = sources.some(({ kind }) => kind === "secret") && readSecret(directory) !== undefined;
  if (hasSecret) paths.push(writeForm(directory, "secret-sheet.html", secretSheet(directory)));
  return paths;
}
