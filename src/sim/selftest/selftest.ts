import {
  type CheckName,
  type Order,
  pureSha256,
  type Sha256,
  type SignerStatus,
  type TrustedKey,
  verifyDraw,
  type VerificationReport,
  type VerifyOptions,
} from "../../core/index.js";
import { type Holder, makeSpecimen, type Specimen } from "./specimen.js";
import { Forgery, type Step } from "./tampering.js";

/** One tampering of the catalogue: who does what to the files, and what must come of it. */
export interface TamperingCase {
  readonly id: string;
  /** The attack that it stands for, a name of the catalogue's list. */
  readonly attack: string;
  readonly by: string;
  readonly en: string;
  readonly zh: string;
  readonly steps: readonly Step[];
  /** What the reader has from the day: what was written down. */
  readonly expect?: readonly ("commitment" | "record" | "dice")[];
  /** Checks that must fail. */
  readonly caught?: readonly CheckName[];
  /** For what no check can call wrong: what the reader must be shown. */
  readonly shown?: {
    readonly verdict?: VerificationReport["verdict"];
    readonly order?: Order["grade"];
    readonly signer?: { readonly name: string; readonly status: SignerStatus };
    readonly unknownSignatures?: number;
    readonly unconfirmedEvents?: number;
  };
}

/** The catalogue of tamperings: data, not code. */
export interface Catalogue {
  readonly schema: "dualdraw/tamperings/v1";
  readonly attacks: Readonly<Record<string, string>>;
  readonly cases: readonly TamperingCase[];
}

/** What came of one case. */
export interface CaseResult {
  readonly id: string;
  readonly caught: boolean;
  /** Checks that failed. */
  readonly failed: readonly CheckName[];
  /** What should have been and was not. */
  readonly missing: readonly string[];
}

function optionsFor(specimen: Specimen, expect: TamperingCase["expect"], sha256: Sha256): VerifyOptions {
  const digest = (file: string): string => sha256(specimen.files.get(file) as Uint8Array);
  const known = {
    commitment: digest("commitment.json"),
    record: digest("record.json"),
    dice: "31415926535897932384",
  };
  const pin = (holder: Holder, name: string): TrustedKey => ({
    publicKey: specimen.signers[holder].publicKey,
    name,
  });
  return {
    sha256,
    trusted: [pin("operator", "操作员"), pin("discipline", "派驻纪检监察组")],
    expected: Object.fromEntries((expect ?? []).map((what) => [what, known[what]])),
  };
}

function findMissing(report: VerificationReport, { caught = [], shown }: TamperingCase): string[] {
  const failed = report.checks.filter(({ status }) => status === "fail").map(({ check }) => check);
  const missing: string[] = caught.filter((check) => !failed.includes(check));
  if (caught.length > 0 && report.verdict !== "invalid") missing.push("verdict invalid");
  if (shown?.verdict !== undefined && report.verdict !== shown.verdict)
    missing.push(`verdict ${shown.verdict}`);
  if (shown?.order !== undefined && report.order.grade !== shown.order) missing.push(`order ${shown.order}`);
  const { signer, unknownSignatures, unconfirmedEvents } = shown ?? {};
  const standing = report.presence.signers.find(({ name }) => name === signer?.name);
  if (signer !== undefined && standing?.status !== signer.status)
    missing.push(`${signer.name} ${signer.status}`);
  if (unknownSignatures !== undefined && report.presence.unknownSignatures !== unknownSignatures)
    missing.push(`${unknownSignatures} unknown signatures`);
  const unconfirmed = report.notes?.events.filter(({ confirmed }) => !confirmed).length;
  if (unconfirmedEvents !== undefined && unconfirmed !== unconfirmedEvents)
    missing.push(`${unconfirmedEvents} unconfirmed events`);
  return missing;
}

/**
 * Builds every tampering of a catalogue as a forgery that is consistent in itself, signed by whoever could make it, and verifies it. The
 * untouched specimen must be valid, its order proven, and every signer established.
 */
export function runSelftest(
  catalogue: Catalogue,
  sha256: Sha256 = pureSha256,
  onCase: (result: CaseResult) => void = () => undefined,
): CaseResult[] {
  const [specimen, other] = [makeSpecimen(1), makeSpecimen(2)];
  const untouched: TamperingCase = {
    id: "untouched",
    attack: "",
    by: "",
    en: "",
    zh: "",
    steps: [],
    expect: ["commitment", "record", "dice"],
    shown: { verdict: "valid", order: "proven", unknownSignatures: 0, unconfirmedEvents: 0 },
  };
  return [untouched, ...catalogue.cases].map((tampering) => {
    const forgery = new Forgery(specimen, other);
    for (const step of tampering.steps) forgery.apply(step);
    const report = verifyDraw(forgery.bundle, optionsFor(specimen, tampering.expect, sha256));
    const failed = report.checks.filter(({ status }) => status === "fail").map(({ check }) => check);
    const missing = findMissing(report, tampering);
    const result = { id: tampering.id, caught: missing.length === 0, failed, missing };
    onCase(result);
    return result;
  });
}
