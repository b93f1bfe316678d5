import { dirname } from "node:path";
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { createFault, DualdrawError, FaultList, parsePlan, type Place, type Plan } from "../../core/index.js";
import { readBytes } from "../disk/read-file.js";

/** JSON with the line of every value. */
interface LocatedJson {
  readonly value: unknown;
  /** Line of a JSON pointer, or of the nearest value around it. */
  readonly lineOf: (pointer: string) => number;
}

const MAX_DEPTH = 64;

/** True if brackets outside texts nest deeper than any plan; a parser that recurses would overflow. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function findRepeatedKey(node: Node, path: string): { node: Node; at: string } | undefined {
  if (node.type === "object") {
    const seen = new Set<string>();
    for (const property of node.children ?? []) {
      const key = String(property.children?.[0]?.value);
      if (seen.has(key) || key === "__proto__") return { node: property, at: `${path}/${key}` };
      seen.add(key);
    }
  }
  const children =
    node.type === "object"
      ? (node.children ?? []).map((property) => property.children?.[1])
      : (node.children ?? []);
  for (const [i, child] of children.entries()) {
    const key = node.type === "object" ? String(node.children?.[i]?.children?.[0]?.value) : String(i);
    const found = child === undefined ? undefined : findRepeatedKey(child, `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function locate(text: string, root: Node, pointer: string): number {
  const path = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  for (let depth = path.length; depth > 0; depth--) {
    const segments = path.slice(0, depth).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const node = findNodeAtLocation(root, segments);
    if (node !== undefined) return lineAt(text, node.offset);
  }
  return 1;
}

/**
 * Reads a JSON file strictly: UTF-8 (a byte order mark is accepted), no comments, no repeated keys. Throws `json-syntax`,
 * `json-key-repeated` or `file-encoding` with the line.
 */
export function readJson(path: string, file: string): LocatedJson {
  const bytes = readBytes(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DualdrawError(createFault("file-encoding", { file }));
  }
  if (isTooDeep(text))
    throw new DualdrawError(
      createFault("json-syntax", { file }, undefined, { reason: `deeper than ${MAX_DEPTH}` }),
    );
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const line = lineAt(text, error?.offset ?? 0);
    throw new DualdrawError(
      createFault("json-syntax", { file, line }, undefined, {
        reason: error === undefined ? "empty" : printParseErrorCode(error.error),
      }),
    );
  }
  const repeated = findRepeatedKey(root, "");
  if (repeated !== undefined)
    throw new DualdrawError(
      createFault("json-key-repeated", { file, line: lineAt(text, repeated.node.offset), at: repeated.at }),
    );
  return { value: JSON.parse(text) as unknown, lineOf: (pointer) => locate(text, root, pointer) };
}

/** A plan file: the plan, its bytes, and a fault list that knows the lines of the file. */
export interface PlanFile {
  readonly path: string;
  readonly directory: string;
  readonly bytes: Uint8Array;
  /** Undefined if the schema refuses it; `faults` says why. */
  readonly plan: Plan | undefined;
  readonly faults: FaultList;
}

/** Reads a plan and checks it against its schema. Throws for a file that is not JSON. */
export function readPlanFile(path: string, file = path): PlanFile {
  const { value, lineOf } = readJson(path, file);
  const complete = (place: Place): Place =>
    place.file === undefined && place.at !== undefined ? { ...place, file, line: lineOf(place.at) } : place;
  const faults = new FaultList(complete);
  return { path, directory: dirname(path), bytes: readBytes(path), plan: parsePlan(value, faults), faults };
}
