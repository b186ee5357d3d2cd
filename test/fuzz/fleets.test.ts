/** Random fleets: each is refused with published codes, or what it writes is valid. `FLEETS=10000` runs more of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { danglingReferences } from 'cdktf-agent-fleet/testing';
import * as fc from 'fast-check';
import { runs } from '../support/runs';
import { anyFleet } from './any-fleet';
import { schemaProblem } from './kubernetes-schema';
import { outcomeOf } from './outcome';

/** The codes that docs/errors.md explains. */
const PUBLISHED = new Set(
  [...readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8').matchAll(/^\| (AF-[A-Z]+-\d+) \|/gm)].map((match) => match[1] ?? ''),
);

const RUNS = Number(process.env['FLEETS'] ?? runs(40, 500));
/** The same fleets each time; another seed for other ones. */
const SEED = { seed: Number(process.env['SEED'] ?? 20_261_128) };

test('a random fleet is refused with published codes, or writes what Kubernetes takes', () => {
  const seen = { refused: 0, synthesized: 0, codes: new Set<string>() };
  fc.assert(
    fc.property(anyFleet, (fleet) => {
      const { codes, templates } = outcomeOf(fleet);
      expect(codes.filter((code) => !PUBLISHED.has(code) || code.startsWith('AF-INT'))).toEqual([]);
      for (const code of codes) seen.codes.add(code);
      if (codes.length > 0) seen.refused += 1;
      else seen.synthesized += 1;
      for (const template of templates) {
        expect(danglingReferences(template.json)).toEqual([]);
        const problems = template.manifests().map(schemaProblem);
        expect(problems.filter((problem) => typeof problem === 'string')).toEqual([]);
      }
    }),
    { numRuns: RUNS, ...SEED },
  );
  if (RUNS > 500) console.log(`${seen.refused} refused, ${seen.synthesized} synthesized; codes: ${[...seen.codes].sort().join(' ')}`);
  expect(seen.refused).toBeGreaterThan(RUNS / 20);
  expect(seen.synthesized).toBeGreaterThan(RUNS / 20);
});

test('an object that Kubernetes would refuse is found', () => {
  const metadata = { name: 'a', namespace: 'a' };
  const container = { name: 'x', image: 'y', resources: { limits: { cpu: 'lots' } } };
  const spec = { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } } };
  expect(schemaProblem({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec } as never)).toContain('quantity');
  expect(schemaProblem({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} } as never)).toContain('required');
});
