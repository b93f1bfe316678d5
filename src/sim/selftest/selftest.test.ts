import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { checkNames, pureSha256, verifyDraw } from "../../core/index.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { type CaseResult, type Catalogue, runSelftest } from "./selftest.js";
import { makeSpecimen } from "./specimen.js";

const catalogue = JSON.parse(readFileSync("docs/tamperings.json", "utf8")) as Catalogue;

describe("the catalogue of tamperings", () => {
  let results: CaseResult[] = [];
  beforeAll(() => {
    results = runSelftest(catalogue, nodeSha256);
  });

  it.each(["untouched", ...catalogue.cases.map(({ id }) => id)])("%s", (id) => {
    expect(results.find((result) => result.id === id)).toMatchObject({ missing: [] });
  });

  it("has at least 40 cases, one for every attack, and covers every check", () => {
    expect(catalogue.cases.length).toBeGreaterThanOrEqual(40);
    expect(new Set(catalogue.cases.map(({ id }) => id)).size).toBe(catalogue.cases.length);
    const attacks = new Set(catalogue.cases.map(({ attack }) => attack));
    expect(Object.keys(catalogue.attacks).filter((attack) => !attacks.has(attack))).toEqual([]);
    expect([...attacks].filter((attack) => !Object.hasOwn(catalogue.attacks, attack))).toEqual([]);
    const covered = new Set(catalogue.cases.flatMap(({ caught = [] }) => caught));
    expect(checkNames.filter((check) => !covered.has(check))).toEqual([]);
    for (const { caught, shown } of catalogue.cases) expect(caught ?? shown).toBeDefined();
  });

  it("reports a tampering that nothing catches", () => {
    const harmless: Catalogue = {
      ...catalogue,
      cases: [
        {
          id: "nothing",
          attack: "rounding",
          by: "operator",
          en: "",
          zh: "",
          steps: [],
          caught: ["record-seed"],
        },
      ],
    };
    expect(runSelftest(harmless, nodeSha256)[1]).toMatchObject({
      caught: false,
      missing: ["record-seed", "verdict invalid"],
    });
  });

  it("names every attack of the threat model's page", () => {
    const page = readFileSync("SECURITY.md", "utf8");
    for (const attack of Object.keys(catalogue.attacks)) expect(page).toContain(`\`${attack}\``);
  });
});

describe("the specimen", () => {
  it("is always the same, and valid with the pure SHA-256 too", () => {
    const [one, again, other] = [makeSpecimen(1), makeSpecimen(1), makeSpecimen(2)];
    const digest = (specimen: typeof one): string =>
      pureSha256(specimen.files.get("record.json") as Uint8Array);
    expect(digest(one)).toBe(digest(again));
    expect(digest(one)).not.toBe(digest(other));
    expect(verifyDraw({ files: other.files, lists: other.lists }).verdict).toBe("valid");
  });

  it("is self-consistent only, and its order asserted, to a reader who pinned no key", () => {
    const { files } = makeSpecimen(1);
    const { verdict, order, presence } = verifyDraw({ files });
    expect([verdict, order.grade]).toEqual(["valid", "asserted"]);
    expect(presence.signers.map(({ status }) => status)).toEqual([
      "self-consistent",
      "self-consistent",
      "self-consistent",
      "paper",
    ]);
    expect(presence.signers[2]?.reservation).toBe("骰子落地后重掷一次");
  });
});
