/**
 * `npm run bench`: ratios against references measured in the same run. Asserts nothing: seconds belong to the machine.
 * `npm run bench -- --check` samples each program once, for what can break: the reference by hand, and that it is the same fleet.
 */
import { build } from './build';
import { growthSection } from './growth';
import { importSection } from './imports';
import { machineLine } from './page';
import { planSection } from './plan-fleets';
import { synthSection } from './synth';

/** Fewer for a quick look, more on a busy machine: `BENCH_SAMPLES=21 npm run bench`. */
const SAMPLES = Math.max(1, Number(process.env['BENCH_SAMPLES'] ?? 9));

process.stderr.write('compiling …\n');
build();
console.log(`${machineLine()}\nRatios count, not seconds: programs are sampled in turns, and neighbours on the machine slow both sides.\n`);
const isCheck = process.argv.includes('--check');
for (const section of [synthSection, importSection]) console.log(`${section(isCheck ? 1 : SAMPLES)}\n`);
if (!isCheck) {
  console.log(growthSection(Math.ceil(SAMPLES / 3)));
  console.log(`\n${planSection(SAMPLES)}`);
}
