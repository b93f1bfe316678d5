// Loaded into a measured process (node --import): writes its peak memory, in MB, to the file named in PEAK_FILE when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  if (process.env.PEAK_FILE)
    writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS / 1024));
});
