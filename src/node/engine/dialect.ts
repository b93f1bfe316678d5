/** How a database spells what the lottery asks of it. */
export interface Dialect {
  readonly identifier: (name: string) => string;
  readonly literal: (text: string) => string;
  readonly concatenate: (expressions: readonly string[]) => string;
  /** Lower-case hex of the SHA-256 of a text expression as UTF-8, comparable as text. */
  readonly digest: (expression: string) => string;
}

const doubled =
  (quote: string) =>
  (text: string): string =>
    quote + text.replaceAll(quote, quote + quote) + quote;

/** For databases that read a backslash in a text as the beginning of something. */
const escaped = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

const byBars = (expressions: readonly string[]): string => expressions.join(" || ");
const byFunction = (expressions: readonly string[]): string => `concat(${expressions.join(", ")})`;

const dialects = {
  duckdb: {
    identifier: doubled('"'),
    literal: doubled("'"),
    concatenate: byBars,
    digest: (expression) => `sha256(${expression})`,
  },
  clickhouse: {
    identifier: (name) => `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``,
    literal: escaped,
    concatenate: byFunction,
    digest: (expression) => `lower(hex(SHA256(${expression})))`,
  },
  postgresql: {
    identifier: doubled('"'),
    literal: doubled("'"),
    concatenate: byBars,
    digest: (expression) => `encode(sha256(convert_to(${expression}, 'UTF8')), 'hex') COLLATE "C"`,
  },
  spark: {
    identifier: doubled("`"),
    literal: escaped,
    concatenate: byFunction,
    digest: (expression) => `sha2(${expression}, 256)`,
  },
  trino: {
    identifier: doubled('"'),
    literal: doubled("'"),
    concatenate: byBars,
    digest: (expression) => `lower(to_hex(sha256(to_utf8(${expression}))))`,
  },
} as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof dialects;

export const dialectNames = Object.keys(dialects) as readonly DialectName[];

/** The spelling of a database. */
export function dialectOf(name: DialectName): Dialect {
  return dialects[name];
}
