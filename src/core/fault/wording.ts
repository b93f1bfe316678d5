/** Languages in which the program speaks. */
export type Language = "zh" | "en";

/** `error` stops a draw; `warning` is reported and goes into the commitment. */
export type Level = "error" | "warning";

/** Rule and remedy in each language; `{name}` is filled from the fault's details. */
export interface Wording {
  readonly level: Level;
  readonly en: readonly [rule: string, remedy: string];
  readonly zh: readonly [rule: string, remedy: string];
}
