// Staffing alone: visits of two slots, each open to 30% of the people; and the same where 100 specialists are needed by the last visits.
import { pureSha256 } from "../dist/core/index.js";
import { chooseStaffed } from "../dist/core/staffing/choose.js";
import { drawTeams } from "../dist/core/staffing/hat.js";
import { createPersonSet } from "../dist/core/staffing/person-set.js";
import { nodeSha256 } from "../dist/node/draw/draw-directory.js";
import { timeFunction } from "./measure.js";

const SLOTS = 2;
const ELIGIBLE = 30;

function byteStream(seed) {
  let block = "";
  let n = 0;
  return () => {
    if (block.length < 4) block = nodeSha256(`${seed} ${n++}`);
    const value = Number.parseInt(block.slice(0, 4), 16);
    block = block.slice(4);
    return value;
  };
}

function makeVisits(count, people, specialists) {
  const next = byteStream("staffing");
  const anyone = () =>
    createPersonSet(
      [...Array(people).keys()].filter(() => next() % 100 < ELIGIBLE),
      people,
    );
  const special = createPersonSet([...Array(specialists).keys()], people);
  // The specialists are needed by the last visits for as many slots as they can carry at the common level.
  const needed = Math.ceil((specialists * count * SLOTS) / people);
  return Array.from({ length: count }, (_, i) => ({
    id: `visit-${i}`,
    first: 0,
    choices: [
      Array.from({ length: SLOTS }, (__, s) => (s === 0 && i >= count - needed ? special : anyone())),
    ],
  }));
}

/** Seconds of staffing `count` visits by `people` people. */
export function benchStaffing(count, people, specialists) {
  const visits = makeVisits(count, people, specialists);
  const persons = Array.from({ length: people }, (_, i) => ({ id: String(i), cap: undefined, load: 0 }));
  const seed = pureSha256("bench");
  return timeFunction(() => {
    const { taken } = chooseStaffed(visits, persons);
    const chosen = visits
      .filter((_, i) => taken[i] === 0)
      .map((visit) => ({ id: visit.id, first: 0, slots: visit.choices[0] }));
    drawTeams(seed, chosen, persons, nodeSha256);
  });
}
