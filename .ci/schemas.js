// Compiles docs/schema/*.json to src/core/schema/validators.ts and lists the plan's field names in fields.ts, so that the core
// needs no ajv at run time. `--check` compares with the files that are checked in instead of writing them.
import { readFileSync, writeFileSync } from "node:fs";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

const names = [
  "plan",
  "commitment",
  "opening",
  "beacon",
  "record",
  "attestation",
  "event",
  "envelope",
  "key",
  "leaf",
  "year-plan",
  "item-list",
  "results",
  "register",
  "settings",
];
/** `year-plan` becomes `YearPlan`. */
const nameOf = (name) => name.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase());
const schemaOf = (name) => JSON.parse(readFileSync(`docs/schema/${name}-v1.schema.json`, "utf8"));

function compileValidators() {
  const schemas = names.map(schemaOf);
  const ajv = new Ajv.default({
    allErrors: true,
    strict: true,
    strictRequired: false,
    schemas,
    code: { source: true, esm: true },
  });
  const exported = Object.fromEntries(names.map((name, i) => [`validate${nameOf(name)}`, schemas[i].$id]));
  const code = standaloneCode.default(ajv, exported).replace(/^"use strict";/, "");
  if (/\brequire\(/.test(code))
    throw new Error("the compiled schemas need ajv at run time: avoid the keyword that does");
  return `// @ts-nocheck\n// Made by \`npm run schemas\` from docs/schema; do not edit.\n${code}\n`;
}

function collectFields(root, schema, path, found) {
  const resolved = schema.$ref === undefined ? schema : root.definitions[schema.$ref.split("/").at(-1)];
  if (resolved.properties !== undefined) found[path] = Object.keys(resolved.properties);
  for (const [name, inner] of Object.entries(resolved.properties ?? {}))
    collectFields(root, inner, `${path}/${name}`, found);
  if (resolved.items !== undefined) collectFields(root, resolved.items, `${path}/*`, found);
  return found;
}

function listFields() {
  const fields = collectFields(schemaOf("plan"), schemaOf("plan"), "", {});
  const lines = Object.entries(fields).map(
    ([path, keys]) => `  ${JSON.stringify(path)}: [${keys.map((key) => JSON.stringify(key)).join(", ")}],`,
  );
  return `// Made by \`npm run schemas\` from docs/schema; do not edit.\n\n/** Field names of the plan by their place in it, with a star for every index. */\nexport const planFieldNames: Readonly<Record<string, readonly string[]>> = {\n${lines.join("\n")}\n};\n`;
}

const files = {
  "src/core/schema/validators.ts": compileValidators(),
  "src/core/schema/fields.ts": listFields(),
};
for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${path} differs from docs/schema; run: npm run schemas`);
    process.exitCode = 1;
  }
}
