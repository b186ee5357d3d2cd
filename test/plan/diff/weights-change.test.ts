/** What a change downloads is said before it is applied: claims that are made, and GiB that come again. */
import { TerraformStack, Testing } from 'cdktf';
import { Cluster, Gpu, InferencePool, type InferencePoolProps, Model, Speculative, Weights } from 'cdktf-agent-fleet';
import { diffPlans } from '../../../lib/plan/diff/plan-diff';
import { weightsChanges } from '../../../lib/plan/diff/weights-change';
import { highlights } from '../../../lib/report/diff/highlights';
import { templateOf } from '../../setup/template-of';
import { costing, PLANNER, withPools } from './changed-plan';

const props: InferencePoolProps = {
  cluster: Cluster.fromKubeconfig({ context: 'prod' }),
  model: Model.QWEN3_8B,
  gpu: Gpu.H100_SXM,
  maxContextTokens: 8_192,
  weights: Weights.claim({ storageClass: 'shared-rwx' }),
};
const COMMIT = 'b968826d9c46dd6066d109eabc6255188de91218';
const tuned = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `tuned-${index}`, source: `acme/tuned-${index}`, rank: 16 }));

function planOf(more: Partial<InferencePoolProps> = {}) {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'base', { ...props, ...more });
  return templateOf(app, 'models').plan();
}

function between(before: Partial<InferencePoolProps>, after: Partial<InferencePoolProps>) {
  const [old, young] = [planOf(before), planOf(after)];
  const diff = diffPlans(old, young);
  const claimOf = (plan: typeof old) => plan.pools[0]?.weights?.claim;
  return {
    changes: weightsChanges(diff),
    texts: highlights(diff).filter((text) => /downloaded|claim/.test(text)),
    old: claimOf(old),
    young: claimOf(young),
  };
}

test('a thirteenth adapter downloads itself', () => {
  const { changes, texts } = between({ adapters: tuned(12) }, { adapters: tuned(13) });
  expect(changes).toEqual([{ pool: 'base', repositories: ['acme/tuned-12'], again: [], gib: 0.09, seconds: 1 }]);
  expect(texts).toEqual(['pool base: 0.1 GiB downloaded (acme/tuned-12, about 1 s in which its new pods wait)']);
});

test('another class makes a claim and downloads all of it again', () => {
  const other = { weights: Weights.claim({ storageClass: 'other-rwx' }), adapters: tuned(1) };
  const { changes, texts, old, young } = between({ adapters: tuned(1) }, other);
  expect(changes).toEqual([
    {
      pool: 'base',
      claimMade: young,
      claimGone: old,
      repositories: ['Qwen/Qwen3-8B', 'acme/tuned-0'],
      again: ['Qwen/Qwen3-8B', 'acme/tuned-0'],
      gib: expect.closeTo(15.3, 0),
      seconds: expect.any(Number),
    },
  ]);
  const { gib, seconds } = changes[0] ?? {};
  // 100 MB/s, each repository rounded up.
  expect(Math.abs((seconds ?? 0) - ((gib ?? 0) * 1024 ** 3) / 100e6)).toBeLessThan(2);
  expect(texts).toEqual([
    `pool base: claim ${young} made, claim ${old} deleted after its last pod, ${gib?.toFixed(1)} GiB downloaded again (2 repositories, about ${seconds} s in which its new pods wait)`,
  ]);
});

test('another commit of the checkpoint is downloaded, and not again', () => {
  const { changes, texts } = between({}, { revisions: { 'Qwen/Qwen3-8B': COMMIT } });
  expect(changes).toMatchObject([{ repositories: [`Qwen/Qwen3-8B@${COMMIT}`], again: [] }]);
  expect(texts[0]).not.toContain('again');
});

test('of a repository that an argument names nobody says how large it is', () => {
  const { changes, texts } = between({}, { extraArgs: ['--tokenizer=acme/tokens'] });
  expect(changes).toMatchObject([{ repositories: ['acme/tokens'], gib: null, seconds: null }]);
  expect(texts).toEqual(['pool base: weights of unknown size downloaded (acme/tokens)']);
});

test('a drafter has a size', () => {
  const { changes } = between({}, { speculative: Speculative.draftModel({ drafter: Model.QWEN3_0_6B, tokens: 3 }) });
  expect(changes).toMatchObject([{ repositories: ['Qwen/Qwen3-0.6B'], gib: expect.closeTo(1.4, 0) }]);
});

test('a pool that gets or gives up its claim says so', () => {
  const ephemeral = { weights: Weights.ephemeral() };
  const [made, gone] = [between(ephemeral, {}), between({}, ephemeral)];
  expect(made.changes).toMatchObject([{ claimMade: made.young, repositories: ['Qwen/Qwen3-8B'], again: [] }]);
  expect(gone.changes).toMatchObject([{ claimGone: gone.old, repositories: [] }]);
  expect(gone.texts).toEqual([`pool base: claim ${gone.old} deleted after its last pod`]);
});

test.each<[string, Partial<InferencePoolProps>, Partial<InferencePoolProps>]>([
  ['another context', {}, { maxContextTokens: 4_096 }],
  ['an adapter less', { adapters: tuned(2) }, { adapters: tuned(1) }],
  ['pods that load for themselves', { weights: Weights.ephemeral() }, { weights: Weights.ephemeral(), adapters: tuned(1) }],
])('nothing is said of %s', (_, before, after) => {
  expect(between(before, after).changes).toEqual([]);
});

test('nothing is said against a plan of an older release', () => {
  const { weights: _, ...older } = PLANNER;
  const newer = { ...costing(PLANNER, 2), weights: { from: 'claim' as const, claim: 'planner-weights-1', downloads: [] } };
  expect(weightsChanges(diffPlans(withPools(older), withPools(newer)))).toEqual([]);
});

test('a claim that two stages share is made once, and the one that the prompts had for themselves goes', () => {
  const [plan] = [planOf()];
  const shared = (weights: object) => ({ ...plan.pools[0], name: 'base-prefill', weights }) as (typeof plan.pools)[number];
  const own = { ...plan.pools[0]?.weights, claim: 'base-prefill-weights-12345678' };
  const asked = { from: 'claim', claim: plan.pools[0]?.weights?.claim, broughtBy: 'base', downloads: [] };
  const changes = (before: object, after: object) =>
    weightsChanges(diffPlans({ ...plan, pools: [...plan.pools, shared(before)] }, { ...plan, pools: [...plan.pools, shared(after)] }));
  expect(changes(own, asked)).toEqual([
    { pool: 'base-prefill', claimGone: own.claim, repositories: [], again: [], gib: null, seconds: null },
  ]);
  expect(changes(asked, { ...asked, claim: 'another' })).toEqual([]);
});
