/**
 * Random apps: each is refused with published codes, or what it writes is valid and its engines would start; repairs that are tried on a part of the app
 * are those that hold in the whole. `FLEETS=2000 SEED=7` runs more of them, and
 * other ones.
 */
import * as fc from 'fast-check';
import { runs } from '../support/runs';
import { triedInFull } from '../support/tried-in-full';
import { anyFleet } from './any-fleet';
import { startProblems } from './engine-args';
import { differences, refusalProblems, stackProblems } from './fleet-problems';
import { schemaProblem } from './kubernetes-schema';
import { outcomeOf } from './outcome';

const RUNS = Number(process.env['FLEETS'] ?? runs(8, 500));
const SEED = Number(process.env['SEED'] ?? 20_261_203);

/** A generator of which next to nothing is accepted proves nothing of what is written. Of 500 about a quarter is; a few runs scatter. */
const LEAST_ACCEPTED = RUNS >= 200 ? 0.18 : 0.06;
/** As many codes a few runs meet by the way. */
const LEAST_CODES = RUNS >= 12 ? 4 : 2;

test('a random app is refused with published codes, or writes twice the same, which Kubernetes and the engines take', () => {
  const codes = new Map<string, number>();
  let accepted = 0;
  fc.assert(
    fc.property(anyFleet, (fleet) => {
      const outcome = outcomeOf(fleet);
      const { refusal, stacks } = outcome;
      if (refusal !== undefined) {
        expect(refusalProblems(refusal)).toEqual([]);
        if (fleet.tried.twice) expect(triedInFull(() => outcomeOf(fleet)).refusal?.problems).toEqual(refusal.problems);
        for (const code of new Set(refusal.problems.map((problem) => problem.code))) codes.set(code, (codes.get(code) ?? 0) + 1);
        return;
      }
      accepted += 1;
      expect(stacks.flatMap(stackProblems)).toEqual([]);
      if (fleet.tried.twice)
        expect(
          differences(
            outcome,
            triedInFull(() => outcomeOf(fleet)),
          ),
        ).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  if (RUNS >= 500) console.log(report(accepted, codes));
  expect(accepted / RUNS).toBeGreaterThan(LEAST_ACCEPTED);
  expect(codes.size).toBeGreaterThanOrEqual(LEAST_CODES);
});

function report(accepted: number, codes: ReadonlyMap<string, number>): string {
  const counted = [...codes].sort(([, one], [, other]) => other - one).map(([code, count]) => `${code} ${count}`);
  return `${accepted} of ${RUNS} accepted (${Math.round((100 * accepted) / RUNS)} %), seed ${SEED}; refused: ${counted.join(', ')}`;
}

test('an object that Kubernetes would refuse is found', () => {
  const metadata = { name: 'a', namespace: 'a' };
  const container = { name: 'x', image: 'y', resources: { limits: { cpu: 'lots' } } };
  const spec = { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } } };
  expect(schemaProblem({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec } as never)).toContain('quantity');
  expect(schemaProblem({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} } as never)).toContain('required');
  const policy = (cidr: string, except: string[]) => {
    const egress = [{ to: [{ ipBlock: { cidr, except } }] }];
    return schemaProblem({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: {}, egress },
    } as never);
  };
  expect(policy('::/0', ['fc00::/7'])).toBeUndefined();
  expect(policy('::/0', ['::ffff:0:0/96'])).toContain('strict subset');
  expect(policy('10.0.0.0/8', ['11.0.0.0/24'])).toContain('strict subset');
  expect(policy('10.0.0.0/8', ['10.0.0.0/8'])).toContain('strict subset');
});

test('a flag that a release does not have is found among its arguments', () => {
  expect(startProblems({ pool: 'p', engine: 'vllm', version: '0.30.0', args: ['acme/model', '--max-model-len', '8192'] })).toEqual([]);
  const newer = startProblems({ pool: 'p', engine: 'vllm', version: '0.10.2', args: ['acme/model', '--shutdown-timeout', '5'] });
  expect(newer).toEqual([expect.stringContaining('--shutdown-timeout')]);
  const mistyped = startProblems({
    pool: 'p',
    engine: 'sglang',
    version: '0.5.23',
    args: ['--model-path', 'a', '--context-length', 'long'],
  });
  expect(mistyped).toEqual([expect.stringContaining('--context-length')]);
});

test('what engines without a flag of the name are started with is found by the rules of each', () => {
  const start = (engine: string, version: string, args: readonly string[]) => startProblems({ pool: 'p', engine, version, args });
  expect(start('tei', '1.9.3', ['--model-id', '/models/a', '--max-model-len', '512'])).toEqual([
    expect.stringContaining('--max-model-len'),
  ]);
  expect(start('ollama', '0.32.15', ['qwen3-8b', 'hf.co/acme/tuned-GGUF:Q4_K_M', '2'])).toEqual([]);
  expect(start('ollama', '0.32.15', ['qwen3-8b', 'hf.co/acme/tuned-GGUF:Q4_K_M', '0', '--seed'])).toEqual([
    "p: '0' requests at once are no number",
    'p: the script does not read --seed',
  ]);
  expect(start('mine', '1.0.0', [])).toEqual(['p: nobody knows the arguments of mine']);
});
