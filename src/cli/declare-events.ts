import { Option } from "commander";
import type { CommandSet } from "./command-set.js";
import {
  type EventCommandOptions,
  runCorrect,
  runDirect,
  runReplaceObject,
  runReplacePerson,
  runVoid,
} from "./commands/event-commands.js";
import { runPublish, runRelease } from "./commands/publish-commands.js";
import type { SigningOptions } from "./terminal/passphrase.js";

function addReplacements(set: CommandSet): void {
  const replace = set.group("replace", [
    "按抽定的候补替换对象或人员",
    "reserves and stand-ins step in, as drawn",
  ]);
  const object = set.add(
    {
      usage: "object <dir> <id>",
      does: ["由候补对象替换", "the next reserve of its cell takes the place of an object"],
      examples: [
        "dualdraw replace object RD-2026-014 91320623MA1MXXXX0C --reason closed --evidence letter.pdf",
      ],
    },
    replace,
  );
  set
    .withReason(object)
    .action(async (directory: string, id: string, options: EventCommandOptions) =>
      set.finish(await runReplaceObject(set.console(), directory, id, options)),
    );
  const person = set.add(
    {
      usage: "person <dir> <object> <slot> <id>",
      does: ["由候补人员替换", "the first stand-in of a slot takes the place of a person"],
      examples: ["dualdraw replace person RD-2026-014 91320623MA1MXXXX0C 0 苏F0123 --reason ill"],
    },
    replace,
  );
  set
    .withReason(person)
    .action(
      async (directory: string, target: string, slot: number, id: string, options: EventCommandOptions) =>
        set.finish(await runReplacePerson(set.console(), directory, target, slot, id, options)),
    );
}

function addOtherEvents(set: CommandSet): void {
  const voiding = set.add({
    usage: "void <dir>",
    does: ["作废本次抽取，写明原因", "void the draw, with a reason"],
    examples: ["dualdraw void RD-2026-014 --reason value-withheld --withheld 派驻纪检监察组"],
  });
  set
    .withReason(voiding)
    .option("--withheld <source...>", set.say(["未交出数值的来源", "sources whose value is missing"]))
    .action(async (directory: string, options: EventCommandOptions & { withheld?: string[] }) =>
      set.finish(await runVoid(set.console(), directory, options)),
    );
  const correct = set.add({
    usage: "correct <dir>",
    does: ["更正姓名、时间、地点、附件的笔误", "correct a slip in a name, time, place or attachment"],
    examples: ["dualdraw correct RD-2026-014 --subject name --from 王小明 --to 王晓明 --reason slip"],
  });
  set
    .withReason(correct)
    .addOption(
      new Option("--subject <subject>", set.say(["更正的内容", "what is corrected"]))
        .choices(["name", "time", "place", "attachment"])
        .makeOptionMandatory(),
    )
    .requiredOption("--from <text>", set.say(["原文", "as it was"]))
    .requiredOption("--to <text>", set.say(["更正为", "as it should be"]))
    .action(async (directory: string, options: Parameters<typeof runCorrect>[2]) =>
      set.finish(await runCorrect(set.console(), directory, options)),
    );
  const direct = set.add({
    usage: "direct <dir> <object>",
    does: ["直接委派：抽取未能配齐人员的检查", "send people without a lot where no team could be drawn"],
    examples: [
      "dualdraw direct RD-2026-014 91320623MA1MXXXX0C --inspector 苏F0123 --reason too-few-people --decided-by 李局长",
    ],
  });
  set
    .withReason(direct)
    .requiredOption("--inspector <id...>", set.say(["执法证号", "licence numbers"]))
    .requiredOption("--decided-by <name>", set.say(["决定人", "who decided it"]))
    .option("--basis <text>", set.say(["依据；缺省为计划所列", "legal basis; default: the plan's"]))
    .action(async (directory: string, object: string, options: Parameters<typeof runDirect>[3]) =>
      set.finish(await runDirect(set.console(), directory, object, options)),
    );
}

/** Declares what happens after a draw: events, notice, release. */
export function addEventCommands(set: CommandSet): void {
  addReplacements(set);
  addOtherEvents(set);
  const publish = set.add({
    usage: "publish <dir>",
    does: [
      "公示：当日的摘要和总数；名单公开后加 --html，连同概率和抽签图",
      "the notice of the day: digests and totals; with --html, once it is public, the list with probabilities and pictures",
    ],
    examples: [
      "dualdraw publish RD-2026-014 -o notice",
      "dualdraw publish RD-2026-014 --html -o website/RD-2026-014",
    ],
  });
  set
    .withOutput(publish)
    .option(
      "--html",
      set.say(["名单公示网页，附CSV和JSON", "a page with the list, with CSV and JSON beside it"]),
    )
    .action(async (directory: string, options: { output: string; html?: boolean }) =>
      set.finish(await runPublish(set.console(), directory, options)),
    );
  const release = set.add({
    usage: "release <dir>",
    does: ["检查结束后公开全部核验材料", "the public bundle, after the visits"],
    examples: [
      "dualdraw release RD-2026-014 -o RD-2026-014-public --key operator.key",
      "dualdraw release RD-2026-014 -o RD-2026-014.zip --key operator.key",
    ],
  });
  set
    .withOutput(set.withSigning(release), [
      "新的或空的目录，或以 .zip 结尾的文件",
      "a new or empty directory, or a file that ends in .zip",
    ])
    .action(async (directory: string, options: SigningOptions & { output: string }) =>
      set.finish(await runRelease(set.console(), directory, options)),
    );
}
