#!/usr/bin/env node
import { runCommandLine } from "../dist/cli/main.js";

process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
