// Writes the sample county of fixtures/county from its seeded generator, and the same objects as a spreadsheet export would
// spell them: GB18030, semicolons, CRLF, columns in another order, a line break, other separators and dates.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { makeCounty, messUp } from "../dist/sim/county.js";

const directory = process.argv[2] ?? "fixtures/county";
const county = makeCounty({
  objects: 5000,
  inspectors: 160,
  today: "2026-03-02",
  seed: "dualdraw sample county",
});
mkdirSync(directory, { recursive: true });
for (const [name, rows] of Object.entries(county.tables))
  writeFileSync(`${directory}/${name}`, stringify(rows, { bom: true }));
for (const [name, plan] of Object.entries(county.plans))
  writeFileSync(`${directory}/${name}`, `${JSON.stringify(plan, null, 2)}\n`);
const messy = stringify(messUp(county.tables["objects.csv"]), {
  delimiter: ";",
  record_delimiter: "windows",
});
const gb18030 = execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: messy, maxBuffer: 1 << 26 });
writeFileSync(`${directory}/objects-gb18030.csv`, gb18030);
