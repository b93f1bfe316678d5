import { expect, it } from "vitest";
import { hasInvisibleCharacter, isSampleRow, isSuspect, splitValues } from "./cells.js";

it("the quick look at a row misses no character that the exact rules name", () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const text = String.fromCodePoint(point);
    if (hasInvisibleCharacter(text) && !isSuspect(text)) throw new Error(`missed U+${point.toString(16)}`);
  }
  for (const text of ["案例（请删除）", "(示例)", "（样例)", "x（案例）"])
    expect([isSampleRow(text), isSuspect(text)]).toEqual([true, true]);
  expect(isSuspect("云溪安祥宾馆5号 （在营、开业、在册）")).toBe(false);
});

it("several values are split at every separator in use", () => {
  expect(splitValues("食品，消防、特种设备;计量；食品| 广告 ,,")).toEqual([
    "食品",
    "消防",
    "特种设备",
    "计量",
    "广告",
  ]);
  expect(splitValues("")).toEqual([]);
});
