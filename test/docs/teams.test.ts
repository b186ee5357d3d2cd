/** What docs/guides/teams.md promises of two teams on one pool. */
import { App } from 'cdktf';
import type { KubernetesObject } from 'cdktf-agent-fleet/testing';
import { twoTeams } from '../../examples/guides/teams';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const app = new App({ outdir: temporaryOutdir() });
twoTeams(app);
const [models, support, legal] = (['models', 'support', 'legal'] as const).map((name) => templateOf(app, name)) as [
  ReturnType<typeof templateOf>,
  ReturnType<typeof templateOf>,
  ReturnType<typeof templateOf>,
];
const HOURS_A_MONTH = 720;

test('each team has a quota without GPUs; those of the models are bounded by the plan', () => {
  const gpus = [models, support, legal].map((one) =>
    one.plan().namespaces?.map(({ name, quota }) => [name, quota?.['requests.nvidia.com/gpu']]),
  );
  expect(gpus).toEqual([[['models', '4']], [['support', '0']], [['legal', '0']]]);
});

test('the pool is planned for both, and each pays its part of it', () => {
  const [pool] = models.plan().pools;
  expect(pool?.demand.map(({ fleet, sessions }) => [fleet, sessions])).toEqual([
    ['support', 12],
    ['legal', 4],
  ]);
  const parts = [support, legal].map((one) => one.plan().fleets[0]?.economics?.usdPerMonth.floor ?? 0);
  expect(parts.map(Math.round)).toEqual([778, 259]);
  expect((parts[0] as number) + (parts[1] as number)).toBeCloseTo((models.plan().costPerHour.floor ?? 0) * HOURS_A_MONTH);
});

test('the key of each admits its sessions, and its budget is in the table of its own router', () => {
  for (const [team, sessions, usd] of [
    [support, 12, 900],
    [legal, 4, 300],
  ] as const) {
    expect(team.plan().fleets[0]?.admission?.maxParallelRequests).toBe(sessions);
    const tables = team.manifests().filter(({ kind }) => kind === 'ConfigMap');
    expect(JSON.stringify(tables)).toContain(`maxBudget\\": ${usd}`);
  }
});

test('no policy of a team names the namespace of the other, and the pool admits both', () => {
  const text = (objects: readonly KubernetesObject[]) => JSON.stringify(objects.filter(({ kind }) => kind === 'NetworkPolicy'));
  const named = (name: string) => `"kubernetes.io/metadata.name":"${name}"`;
  expect(text(support.manifests())).toContain(named('models'));
  expect(text(support.manifests())).not.toContain(named('legal'));
  expect(text(legal.manifests())).not.toContain(named('support'));
  for (const name of ['support', 'legal']) expect(text(models.manifests())).toContain(named(name));
});
