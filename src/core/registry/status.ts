/** Spellings of the provincial platforms that mean 存续, with full-width and half-width brackets alike. */
const EXISTING_SPELLINGS: ReadonlySet<string> = new Set([
  "存续",
  "存续（在营、开业、在册）",
  "存续(在营、开业、在册)",
  "存续（在营、开业、在册)",
  "存续(在营、开业、在册）",
  "开业",
  "在业",
  "在营",
]);

/** The registration status that firms in business have. */
export const EXISTING = "存续";

/** Statuses known besides the spellings of 存续; others are a warning. */
export const OTHER_STATUSES: readonly string[] = ["注销", "吊销", "撤销", "迁出"];

/**
 * Reads a registration status: the platforms' spellings of 存续 become 存续, all else stays as entered.
 *
 * @example readStatus("存续（在营、开业、在册）") // "存续"
 */
export function readStatus(status: string): string {
  return EXISTING_SPELLINGS.has(status) ? EXISTING : status;
}
