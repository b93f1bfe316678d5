import type { Ask } from "../terminal/ask.js";
import type { Bilingual } from "../command-set.js";
import type { Console } from "../terminal/console.js";
import { SessionLeft } from "../session/room.js";
import type { Choice } from "./choices.js";

const SHOWN = 30;

/** Asks one question after the other until each answer can be used. */
export class Questions {
  readonly #console: Console;
  readonly #ask: Ask;

  constructor(console: Console, ask: Ask) {
    this.#console = console;
    this.#ask = ask;
  }

  say([zh, en]: Bilingual): string {
    return this.#console.say(zh, en);
  }

  note(text: Bilingual): void {
    this.#console.note(this.say(text));
  }

  async #read(question: string): Promise<string> {
    const line = await this.#ask.line(question);
    if (line === undefined) throw new SessionLeft();
    return line;
  }

  /** A text; an empty answer takes the default. */
  async text(
    question: Bilingual,
    byDefault = "",
    isGood: (text: string) => boolean = (t) => t !== "",
  ): Promise<string> {
    const shown = byDefault === "" ? "" : ` [${byDefault}]`;
    for (;;) {
      const line = (await this.#read(`${this.say(question)}${shown}${this.say(["：", ": "])}`)) || byDefault;
      if (isGood(line)) return line;
      this.note(["不能用，请重新填写。", "that cannot be used; try again."]);
    }
  }

  async yes(question: Bilingual, byDefault: boolean): Promise<boolean> {
    const mark = byDefault ? "Y/n" : "y/N";
    const line = (await this.#read(`${this.say(question)} (${mark}) `)).toLowerCase();
    return line === "" ? byDefault : /^(y|yes|是)/.test(line);
  }

  #show(choices: readonly Choice[]): void {
    choices
      .slice(0, SHOWN)
      .forEach(({ value, count }, i) => this.#console.note(`  ${i + 1}. ${value} (${count})`));
    if (choices.length > SHOWN)
      this.note([`  另有${choices.length - SHOWN}种`, `  and ${choices.length - SHOWN} more`]);
  }

  /** Several values by number or text; none chosen means everything. A text that no row holds is asked about again. */
  async several(
    question: Bilingual,
    choices: readonly Choice[],
    fits: (text: string, value: string) => boolean = (text, value) => text === value,
  ): Promise<string[]> {
    if (choices.length === 0) return [];
    this.#show(choices);
    for (;;) {
      const line = await this.#read(
        `${this.say(question)}${this.say(["（序号或内容，逗号分隔；回车＝不限）：", " (numbers or values, commas between; Enter = any): "])}`,
      );
      const parts = line.split(/[,，、;；\s]+/).filter((part) => part !== "");
      const values = parts.map((part) => this.#pick(part, choices, fits));
      if (values.every((value) => value !== undefined)) return values;
      this.note([
        "名录库中没有其中的内容，请重新填写。",
        "the registry holds nothing like one of them; try again.",
      ]);
    }
  }

  #pick(
    part: string,
    choices: readonly Choice[],
    fits: (text: string, value: string) => boolean,
  ): string | undefined {
    const numbered = /^\d{1,3}$/.test(part) ? choices[Number(part) - 1] : undefined;
    if (numbered !== undefined) return numbered.value;
    return choices.some(({ value }) => fits(part, value)) ? part : undefined;
  }

  /** One value by number or text. */
  async one(
    question: Bilingual,
    choices: readonly Choice[],
    byDefault = choices[0]?.value ?? "",
  ): Promise<string> {
    this.#show(choices);
    return this.text(
      question,
      byDefault,
      (text) => this.#pick(text, choices, (a, b) => a === b) !== undefined,
    ).then((text) => this.#pick(text, choices, (a, b) => a === b) as string);
  }
}
