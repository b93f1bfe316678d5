import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { deriveSeed } from "../seed/opening.js";
import {
  ceil,
  floor,
  formatFraction,
  fraction,
  minimum,
  multiply,
  parseRatio,
  sum,
  zero,
} from "../text/fraction.js";
import { pureSha256 } from "../text/hash.js";
import { formatJson } from "../text/json.js";
import { encodeUtf8 } from "../text/utf8.js";
import { allocate } from "./allocate.js";
import { fitProbabilities } from "./fit.js";
import { assignBatches, orderVisits, TicketLottery } from "./lottery.js";
import type { SizeKind } from "./size.js";
import { computeTicket, type Label } from "./ticket.js";

interface VectorCell {
  key: string[];
  stratum: string[];
  base: number;
  eligible: number;
  ratio?: string;
}
interface Vectors {
  seeds: { opening: string; seed: string }[];
  tickets: { seed: string; label: Label; id: string; ticket: string }[];
  allocations: {
    seed: string;
    task: string;
    kind: SizeKind;
    base: string;
    total: "up" | "down" | number;
    cells: VectorCell[];
    refused?: string;
    requested: number;
    target: number;
    shortfall: number;
    result: { pi: string; drawn: number }[];
  }[];
  selections: {
    seed: string;
    label: Label;
    pool: [string, string][];
    quotas: Record<string, number>;
    reserves: number;
    result: Record<string, { drawn: string[]; reserves: string[] }>;
  }[];
  orders: { seed: string; ids: string[]; order: string[] }[];
  batches: { visits: string[]; batches: number; result: string[][] }[];
}

const vectors = JSON.parse(readFileSync("fixtures/vectors/algorithm.json", "utf8")) as Vectors;

it("derives the seeds of the vectors", () => {
  for (const { opening, seed } of vectors.seeds)
    expect(deriveSeed(encodeUtf8(opening), pureSha256)).toBe(seed);
});

it("computes the tickets of the vectors", () => {
  for (const { seed, label, id, ticket } of vectors.tickets)
    expect(computeTicket(seed, label, id, pureSha256)).toBe(ticket);
});

it.each(vectors.allocations.map((vector) => [vector.task, vector] as const))("allocates %s", (_, vector) => {
  const cells = vector.cells.map((cell) => {
    const ratio = cell.ratio === undefined ? zero : (parseRatio(cell.ratio) ?? zero);
    const counted = vector.base === "eligible" ? cell.eligible : cell.base;
    return { eligible: cell.eligible, ratio, expected: multiply(ratio, fraction(counted)) };
  });
  const mass = sum(cells.map((cell) => minimum(fraction(cell.eligible), cell.expected)));
  const requested =
    vector.total === "up" ? Number(ceil(mass)) : vector.total === "down" ? Number(floor(mass)) : vector.total;
  const fit = fitProbabilities(vector.kind, cells, requested);
  if ("certain" in fit) {
    expect(vector.refused).toBeDefined();
    return;
  }
  expect([requested, fit.target, fit.shortfall]).toEqual([vector.requested, vector.target, vector.shortfall]);
  const expectations = vector.cells.map((cell, h) => ({
    keyText: formatJson(cell.key),
    stratumText: formatJson(cell.stratum),
    eligible: cell.eligible,
    probability: fit.probabilities[h] ?? zero,
  }));
  const drawn = allocate(vector.seed, vector.task, expectations, pureSha256);
  expect(fit.probabilities.map((pi, h) => ({ pi: formatFraction(pi), drawn: drawn[h] }))).toEqual(
    vector.result,
  );
});

it("selects by ticket as the vectors do", () => {
  for (const { seed, label, pool, quotas, reserves, result } of vectors.selections)
    for (const [cell, expected] of Object.entries(result)) {
      const ids = pool.filter(([, key]) => key === cell).map(([id]) => id);
      const quota = quotas[cell] ?? 0;
      const lottery = new TicketLottery(seed, label, [0, quota + reserves]);
      for (const id of ids) lottery.offer(1, encodeUtf8(id));
      const kept = lottery.inOrder(1).map(({ id }) => id);
      expect(kept.slice(0, quota)).toEqual(expected.drawn);
      expect(kept.slice(quota)).toEqual(expected.reserves);
      expect(lottery.inOrder(0)).toEqual([]);
    }
});

it("orders visits and cuts batches as the vectors do", () => {
  for (const { seed, ids, order } of vectors.orders)
    expect(orderVisits(seed, ids, pureSha256)).toEqual(order);
  for (const { visits, batches, result } of vectors.batches) {
    const numbers = assignBatches(visits.length, batches);
    expect(result.map((_, b) => visits.filter((__, i) => numbers[i] === b + 1))).toEqual(result);
  }
});
