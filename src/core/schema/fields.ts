// Made by `npm run schemas` from docs/schema; do not edit.

/** Field names of the plan by their place in its schema. */
export const planFieldNames: Readonly<Record<string, readonly string[]>> = {
  "#": ["$schema", "schema", "id", "title", "authority", "visitWindow", "registries", "together", "tasks", "batches", "staffing", "direct", "sources", "roster", "publication", "openWithinHours"],
  "#/properties/visitWindow": ["from", "to"],
  "#/properties/registries": ["objects", "inspectors", "recusals", "history", "items"],
  "#/properties/staffing": ["region", "rotate", "standIns", "load", "catchUp"],
  "#/properties/direct": ["basis"],
  "#/properties/publication": ["sealed", "people", "releaseBy"],
  "#/definitions/task": ["id", "title", "kind", "items", "itemRisk", "scope", "within", "size", "base", "exclude", "reserves", "team"],
  "#/definitions/task/properties/scope": ["region", "industry", "type", "status", "tags", "departments"],
  "#/definitions/task/properties/exclude": ["inspectedWithinMonths", "yearlyCap", "cycle", "exempt"],
  "#/definitions/task/properties/exclude/properties/cycle": ["from"],
  "#/definitions/task/properties/exclude/properties/exempt/items": ["object", "basis"],
  "#/definitions/size": ["ratio", "tiers", "count", "perInspector", "overall", "flags", "bound", "floor", "ceiling"],
  "#/definitions/size/properties/tiers/items": ["risk", "credit", "itemRisk", "ratio"],
  "#/definitions/size/properties/flags/items": ["tag", "times"],
  "#/definitions/teamEntry": ["department", "role", "count", "expertise", "qualification"],
  "#/definitions/source": ["kind", "name", "sha256", "sides", "count"],
  "#/definitions/rosterEntry": ["role", "name", "organisation", "key", "by", "required"],
};
