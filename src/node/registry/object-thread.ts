// What runs in a thread of `JobThreads`.
import { serveJobs } from "../threads/serve-jobs.js";
import { objectJobs } from "./object-jobs.js";

serveJobs(objectJobs);
