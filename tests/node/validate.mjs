// Reads [{schema, values}] as JSON from standard input; prints, for each schema, which values ajv holds valid.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const cases = JSON.parse(readFileSync(0, "utf8"));
const verdicts = cases.map(({ schema, values }) => {
  const ajv = new Ajv2020({ strict: true, unicodeRegExp: true, validateSchema: true });
  ajv.addVocabulary(["x-mpkit"]);
  const validate = ajv.compile(schema);
  return values.map((value) => validate(value));
});
process.stdout.write(JSON.stringify(verdicts));
