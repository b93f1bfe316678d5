#!/usr/bin/env node
import { runCommandLine } from "../dist/cli/main.js";

// A reader that has seen enough (`| head`) closes the pipe; that is no fault.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
