import type { OnProgress } from "../../node/rows/csv-file.js";
import type { Console } from "./console.js";

const QUIET_MS = 2000;
const WIDTH = 30;

/** A bar that is shown on a terminal once a step has taken two seconds. */
export interface Progress {
  readonly onProgress: OnProgress;
  readonly finish: () => void;
}

/**
 * @param total amount of work: bytes that will be read, checks or steps
 */
export function startProgress(console: Console, total: number): Progress {
  const start = performance.now();
  const terminal = process.stderr.isTTY && !console.json;
  let done = 0;
  let shown = -1;
  const draw = (percent: number): void => {
    shown = percent;
    const filled = Math.round((percent * WIDTH) / 100);
    process.stderr.write(
      `\r${console.say("进度", "progress")} [${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${percent}%`,
    );
  };
  return {
    onProgress: (amount) => {
      done += amount;
      const percent = Math.min(100, Math.floor((100 * done) / Math.max(1, total)));
      if (terminal && percent !== shown && performance.now() - start > QUIET_MS) draw(percent);
    },
    finish: () => {
      if (shown >= 0) process.stderr.write("\r\u001b[K");
    },
  };
}
