/** Imports modules one after the other and reports what each added. Arguments: their names. */
import type { ImportReport } from './import-report';

const startMs = performance.now();
const steps = process.argv.slice(2).map((name) => {
  const before = performance.now();
  require(name);
  return { name, ms: performance.now() - before };
});
console.log(JSON.stringify({ startMs, steps } satisfies ImportReport));
