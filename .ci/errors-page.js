// Writes docs/errors.md from the table of faults.
import { writeFileSync } from "node:fs";
import { faultCodes, levelOf, wordFault } from "../dist/core/index.js";

const sentence = (code, language) => {
  const { rule, remedy } = wordFault({ code, level: "error", details: {} }, language);
  return `${rule}${language === "zh" ? "；" : "; "}${remedy}`.replaceAll("|", "\\|");
};
const rows = faultCodes.map(
  (code) => `| \`${code}\` | ${levelOf(code)} | ${sentence(code, "en")} | ${sentence(code, "zh")} |`,
);
const page = `# Faults and errors

Every fault has a stable code. An \`error\` stops the command with exit code 3; a \`warning\` is printed and counted in the
commitment's freeze report. \`{name}\` stands for a value that is filled in. Library users find the code in \`DualdrawError.code\`
and in each \`Fault\`.

| code | level | English | 中文 |
|---|---|---|---|
${rows.join("\n")}
`;
writeFileSync("docs/errors.md", page);
