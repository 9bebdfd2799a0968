// Reads {patterns, probes} as JSON from standard input; prints, for each pattern, which probes it finds, with the u flag.
import { readFileSync } from "node:fs";

const { patterns, probes } = JSON.parse(readFileSync(0, "utf8"));
const verdicts = patterns.map((pattern) => probes.map((probe) => new RegExp(pattern, "u").test(probe)));
process.stdout.write(JSON.stringify(verdicts));
