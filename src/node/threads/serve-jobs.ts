import { parentPort } from "node:worker_threads";
import { endJob, type Jobs } from "./job-threads.js";

/** Serves jobs in a thread, one after the other: what the module of a thread calls. */
export function serveJobs(jobs: Jobs): void {
  const port = parentPort;
  port?.on("message", ({ name, input }: { name: string; input: never }) => {
    port.postMessage(endJob(() => jobs[name]?.(input)));
  });
}
