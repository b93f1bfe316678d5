// Made by `npm run schemas` from docs/schema; do not edit.

/** Field names of the plan by their place in it, with a star for every index. */
export const planFieldNames: Readonly<Record<string, readonly string[]>> = {
  "": ["$schema", "schema", "id", "title", "authority", "visitWindow", "registries", "yearPlan", "together", "tasks", "batches", "staffing", "direct", "sources", "roster", "publication", "openWithinHours"],
  "/visitWindow": ["from", "to"],
  "/registries": ["objects", "inspectors", "recusals", "history", "items", "groups"],
  "/yearPlan": ["year", "revision", "task", "sha256"],
  "/tasks/*": ["id", "title", "kind", "items", "itemRisk", "scope", "within", "size", "base", "exclude", "reserves", "team"],
  "/tasks/*/scope": ["region", "industry", "type", "status", "tags", "departments"],
  "/tasks/*/size": ["ratio", "tiers", "count", "perInspector", "overall", "flags", "bound", "floor", "ceiling"],
  "/tasks/*/size/tiers/*": ["risk", "credit", "itemRisk", "ratio"],
  "/tasks/*/size/flags/*": ["tag", "times"],
  "/tasks/*/exclude": ["inspectedWithinMonths", "yearlyCap", "cycle", "exempt"],
  "/tasks/*/exclude/cycle": ["from"],
  "/tasks/*/exclude/exempt/*": ["object", "basis"],
  "/tasks/*/team/*": ["department", "role", "count", "expertise", "qualification"],
  "/staffing": ["region", "rotate", "standIns", "load", "catchUp"],
  "/direct": ["basis"],
  "/sources/*": ["kind", "name", "sha256", "sides", "count", "chain", "at"],
  "/roster/*": ["role", "name", "organisation", "key", "by", "required"],
  "/publication": ["sealed", "people", "releaseBy"],
};
