import { join } from "node:path";
import { type Plan, refuse, type RosterEntry, type Signer } from "../../core/index.js";
import { readPublicKey } from "../keys/private-key.js";

function requireOwnKeys(roster: readonly RosterEntry[]): void {
  const owners = new Map<string, string>();
  for (const { name, publicKey } of roster) {
    if (publicKey === undefined) continue;
    const first = owners.get(publicKey);
    if (first !== undefined) refuse("roster-key-repeated", { first, second: name });
    owners.set(publicKey, name);
  }
}

/**
 * The roster of a commitment: the plan's, with the public keys of its key files; where the plan names no operator, the signing key is added
 * in front with the authority's name. Throws `key-not-rostered` and `roster-key-repeated`.
 */
export function formRoster(plan: Plan, directory: string, signer: Signer | undefined): RosterEntry[] {
  const planned = (plan.roster ?? []).map(
    ({ key, ...entry }): RosterEntry => ({
      ...entry,
      required: entry.required ?? false,
      ...(key === undefined ? {} : { publicKey: readPublicKey(join(directory, key)) }),
    }),
  );
  const operators = planned.filter((entry) => entry.role === "operator");
  const { authority } = plan;
  const added: RosterEntry[] =
    signer === undefined || operators.length > 0
      ? []
      : [
          {
            role: "operator",
            name: authority,
            organisation: authority,
            publicKey: signer.publicKey,
            required: true,
          },
        ];
  const roster = [...added, ...planned];
  if (signer !== undefined && operators.length > 0)
    if (!operators.some((entry) => entry.publicKey === signer.publicKey)) refuse("key-not-rostered");
  requireOwnKeys(roster);
  return roster;
}
