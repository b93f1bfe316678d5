// Compiles docs/schema/*.json to src/core/schema/validators.ts and lists the plan's field names in fields.ts, so that the core
// needs no ajv at run time. `--check` compares with the files that are checked in instead of writing them.
import { readFileSync, writeFileSync } from "node:fs";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

const names = ["plan", "commitment", "opening", "record", "envelope"];
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
  const exported = Object.fromEntries(
    names.map((name, i) => [`validate${name[0].toUpperCase()}${name.slice(1)}`, schemas[i].$id]),
  );
  const code = standaloneCode.default(ajv, exported).replace(/^"use strict";/, "");
  if (/\brequire\(/.test(code))
    throw new Error("the compiled schemas need ajv at run time: avoid the keyword that does");
  return `// @ts-nocheck\n// Made by \`npm run schemas\` from docs/schema; do not edit.\n${code}\n`;
}

function collectFields(schema, path, found) {
  if (schema.properties !== undefined) found[path] = Object.keys(schema.properties);
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    collectFields(inner, `${path}/properties/${name}`, found);
  if (schema.items !== undefined) collectFields(schema.items, `${path}/items`, found);
  for (const [name, inner] of Object.entries(schema.definitions ?? {}))
    collectFields(inner, `${path}/definitions/${name}`, found);
  return found;
}

function listFields() {
  const fields = collectFields(schemaOf("plan"), "#", {});
  const lines = Object.entries(fields).map(
    ([path, keys]) => `  ${JSON.stringify(path)}: [${keys.map((key) => JSON.stringify(key)).join(", ")}],`,
  );
  return `// Made by \`npm run schemas\` from docs/schema; do not edit.\n\n/** Field names of the plan by their place in its schema. */\nexport const planFieldNames: Readonly<Record<string, readonly string[]>> = {\n${lines.join("\n")}\n};\n`;
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
