import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../text/utf8.js";
import { LowestTickets } from "./lowest.js";
import { TicketHasher } from "./ticket-hasher.js";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const seed = sha256("seed");

describe("the ticket hasher", () => {
  it("gives OpenSSL's SHA-256 for ids of every length, also where they cross a block", () => {
    const hasher = new TicketHasher(seed, "object/酒店");
    for (let length = 0; length <= 300; length++) {
      const id = "9".repeat(length);
      hasher.hash(Buffer.from(id));
      expect([length, hasher.ticket]).toEqual([length, sha256(`${seed}:object/酒店:${id}`)]);
      expect(hasher.first).toBe(Number.parseInt(hasher.ticket.slice(0, 8), 16));
    }
  });

  it("gives it for any seed, label and id, whatever was hashed before", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (text, ids) => {
        const own = sha256(text);
        const hasher = new TicketHasher(own, "order");
        for (const id of ids) {
          hasher.hash(Buffer.from(id));
          expect(hasher.ticket).toBe(sha256(`${own}:order:${Buffer.from(id).toString()}`));
        }
      }),
    );
  });

  it("keeps two hashers apart", () => {
    const [a, b] = [new TicketHasher(seed, "object"), new TicketHasher(seed, "order")];
    a.hash(Buffer.from("x"));
    b.hash(Buffer.from("y"));
    expect([a.ticket, b.ticket]).toEqual([sha256(`${seed}:object:x`), sha256(`${seed}:order:y`)]);
  });
});

describe("the lowest tickets", () => {
  it("are those of a full sort, passing over what 32 bits tell apart", () => {
    const tickets = fc.uniqueArray(
      // Few first digits, so that many share their first 32 bits.
      fc.tuple(fc.constantFrom("00000000", "00000001", "ffffffff"), fc.nat(50)).map(([a, b]) => `${a}${b}`),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(tickets, fc.nat(12), (given, size) => {
        const lowest = new LowestTickets(size);
        for (const ticket of given)
          if (lowest.mayTake(Number.parseInt(ticket.slice(0, 8), 16)))
            lowest.add(encodeUtf8(`of ${ticket}`), ticket);
        const sorted = [...given].sort((a, b) => (a < b ? -1 : 1)).slice(0, size);
        expect(lowest.inOrder()).toEqual(sorted.map((ticket) => ({ id: `of ${ticket}`, ticket })));
      }),
    );
  });
});
