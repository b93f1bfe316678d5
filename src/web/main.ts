import { checkNames, checkWording, type Language, type TrustedKey } from "../core/index.js";
import type { Html } from "../forms/page.js";
import { filesOfDrop, filesOfInput } from "./dropped-files.js";
import type { Answer, DroppedFile, Request } from "./protocol.js";
import { certificate, checksTable, factsTable, matchList, taskList, verdictSection } from "./views.js";
import { unreadable, words } from "./words.js";

declare const WORKER_SOURCE: string;
declare const VERSION: string;

type Report = Extract<Answer, { kind: "report" }>;

/** What the page shows now; everything else follows from it. */
const state: { language: Language; report: Report | undefined; shown: string | undefined } = {
  language: navigator.language.startsWith("zh") ? "zh" : "en",
  report: undefined,
  shown: undefined,
};

const worker = new Worker(URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" })));

function ask(request: Request): void {
  worker.postMessage(request);
}

function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function put(id: string, piece: Html): void {
  element(id).innerHTML = piece.html;
}

function wordOf(key: keyof typeof words): string {
  return words[key][state.language];
}

/** Puts the language's words into everything that names them in the page. */
function localise(): void {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = `dualdraw ${wordOf("title")}`;
  for (const node of document.querySelectorAll<HTMLElement>("[data-word]"))
    node.textContent = wordOf(node.dataset["word"] as keyof typeof words);
  element<HTMLInputElement>("search-text").placeholder = wordOf("searchHint");
}

function fail(text: string): void {
  element("progress").textContent = "";
  element("problem").textContent = text;
}

/** A digest as people copy it: in groups, in either case; undefined if the field is empty. */
function readDigest(id: string): string | undefined {
  const text = element<HTMLInputElement>(id).value.replace(/\s/g, "").toLowerCase();
  if (text === "") return undefined;
  if (!/^[0-9a-f]{64}$/.test(text)) throw new RangeError(wordOf("badDigest") + text);
  return text;
}

function readKeys(): TrustedKey[] {
  const lines = element<HTMLTextAreaElement>("keys").value.split("\n");
  return lines.flatMap((line): TrustedKey[] => {
    const text = line.replace(/#.*/, "").trim();
    if (text === "") return [];
    const split = text.lastIndexOf("=");
    const publicKey = text
      .slice(split + 1)
      .replace(/\s/g, "")
      .toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(publicKey)) throw new RangeError(wordOf("badDigest") + text);
    const name = split < 0 ? "" : text.slice(0, split).trim();
    return [{ publicKey, ...(name === "" ? {} : { name }) }];
  });
}

function start(files: readonly DroppedFile[]): void {
  if (files.length === 0) return;
  state.report = undefined;
  state.shown = undefined;
  element("result").hidden = true;
  element("problem").textContent = "";
  try {
    const [commitment, record] = [readDigest("noted-commitment"), readDigest("noted-record")];
    const dice = element<HTMLInputElement>("noted-dice").value.trim();
    const expected = {
      ...(commitment === undefined ? {} : { commitment }),
      ...(record === undefined ? {} : { record }),
      ...(dice === "" ? {} : { dice }),
    };
    element("progress").textContent = wordOf("reading");
    ask({ kind: "verify", files, options: { trusted: readKeys(), expected } });
  } catch (error) {
    fail(error instanceof RangeError ? error.message : String(error));
  }
}

function show({ report, overview }: Report): void {
  const { language } = state;
  put("facts", factsTable(report, overview, language));
  put("verdict", verdictSection(report, language));
  put("checks", checksTable(report, language));
  put("tasks", taskList(overview, language));
  element("draw-parts").hidden = overview.tasks.length === 0;
  const time = new Date().toISOString();
  put("certificate", certificate(report, overview, { time, version: VERSION }, language));
  element("progress").textContent = "";
  element("result").hidden = false;
}

function receive(answer: Answer): void {
  const { language } = state;
  switch (answer.kind) {
    case "check":
      element("progress").textContent =
        `${wordOf("checking")} ${answer.number}/${checkNames.length}：${checkWording[answer.check][language]}`;
      return;
    case "report":
      state.report = answer;
      show(answer);
      return element("verdict-title").focus();
    case "pictures": {
      const place = document.querySelector(`details[data-task="${answer.task}"] .pictures`);
      if (place !== null) place.innerHTML = answer.html;
      return;
    }
    case "matches":
      return put("matches", matchList(answer.matches, answer.more, language));
    case "explanation":
      element("explanation").innerHTML = answer.html;
      return element("explanation").focus();
    case "unreadable":
      return fail(`${unreadable[answer.reason][language]} ${answer.detail}`.trim());
  }
}

function explain(id: string): void {
  state.shown = id;
  ask({ kind: "explain", id, language: state.language });
}

function switchLanguage(): void {
  state.language = state.language === "zh" ? "en" : "zh";
  localise();
  put("matches", { html: "" });
  if (state.report !== undefined) show(state.report);
  if (state.shown !== undefined) explain(state.shown);
}

function listen(): void {
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => receive(data));
  worker.addEventListener("error", ({ message }) => fail(unreadable.fault[state.language] + message));
  element("language").addEventListener("click", switchLanguage);
  for (const id of ["choose-folder", "choose-file"]) {
    const input = element<HTMLInputElement>(id);
    input.addEventListener("change", () => {
      start(filesOfInput(input.files as FileList));
      input.value = "";
    });
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer !== null)
      filesOfDrop(event.dataTransfer).then(start, (error: unknown) => fail(String(error)));
  });
  // A part tells nobody that it was opened but itself: the event does not bubble.
  element("tasks").addEventListener(
    "toggle",
    (event) => {
      const part = event.target as HTMLDetailsElement;
      if (part.open) ask({ kind: "pictures", task: Number(part.dataset["task"]), language: state.language });
    },
    true,
  );
  element("search").addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ kind: "search", text: element<HTMLInputElement>("search-text").value });
  });
  element("matches").addEventListener("click", (event) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-id]")?.dataset["id"];
    if (id !== undefined) explain(id);
  });
  element("print").addEventListener("click", () => window.print());
}

localise();
listen();
