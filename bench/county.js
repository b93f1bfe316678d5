// Writes a large synthetic county to a folder: node bench/county.js DIR OBJECTS INSPECTORS
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { makeCounty } from "../dist/sim/county.js";

const [directory, objects, inspectors] = process.argv.slice(2);
const today = new Date().toISOString().slice(0, 10);
mkdirSync(directory, { recursive: true });
const PIECE = 50_000;
const total = Number(objects);
const out = createWriteStream(join(directory, "objects.csv"));
for (let done = 0; done < total; done += PIECE) {
  const piece = makeCounty({
    objects: Math.min(PIECE, total - done),
    inspectors: 100,
    today,
    seed: `bench ${done}`,
    firstSerial: done,
  });
  const rows = piece.tables["objects.csv"];
  if (!out.write(stringify(done === 0 ? rows : rows.slice(1)))) await once(out, "drain");
}
out.end();
await once(out, "finish");
const county = makeCounty({ objects: 2000, inspectors: Number(inspectors), today, seed: "bench" });
for (const name of ["inspectors.csv", "items.csv"])
  writeFileSync(join(directory, name), stringify(county.tables[name]));
const plan = county.plans["plan.json"];
const task = {
  id: "all",
  kind: "key",
  items: ["XF-003"],
  size: { ratio: "3%" },
  reserves: 1,
  team: [{ department: plan.authority, count: 2 }],
};
const registries = { objects: "objects.csv", inspectors: "inspectors.csv", items: "items.csv" };
const { roster: _, staffing: __, batches: ___, ...rest } = plan;
writeFileSync(
  join(directory, "plan.json"),
  JSON.stringify({ ...rest, registries, together: false, tasks: [task] }, null, 2),
);
writeFileSync(
  join(directory, "values.json"),
  JSON.stringify({
    contributions: [
      { kind: "witness", name: "派驻纪检监察组", value: "云溪" },
      { kind: "dice", value: "12345678901234567890" },
    ],
  }),
);
