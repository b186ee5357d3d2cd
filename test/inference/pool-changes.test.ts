import { TerraformStack, Testing } from 'cdktf';
import { Cluster, FleetError, Gpu, InferencePool, type InferencePoolProps, Model } from 'cdktf-agent-fleet';
import { atMost, type Change, set } from '../../lib/core/change';
import { repair } from '../../lib/core/finding';
import { renderChanges } from '../../lib/core/render-change';
import { inPoolProps } from '../../lib/inference/pool-changes';
import { templateOf } from '../setup/template-of';

const finding = (prop: string, ...changes: readonly Change[]) => ({
  code: 'AF-CAP-007',
  severity: 'error' as const,
  prop,
  message: 'x',
  repairs: changes.map((change) => repair(change)),
});
const changesOf = (...[asked, pool]: Parameters<typeof inPoolProps>) =>
  inPoolProps(asked, pool).repairs.map((one) => (typeof one === 'string' ? one : one.changes));
const alone = { copies: 1 };

describe('findings of the capacity rules in the props of a pool', () => {
  test('stages and shared context belong to parallelism, host memory to offload', () => {
    const asked = finding('pipelineParallel', set('pipelineParallel', 4), set('kvOffloadGiB', 64));
    expect(inPoolProps(asked, alone).prop).toBe('parallelism.pipeline');
    expect(changesOf(asked, alone)).toEqual([[set('gpusPerReplica', 4), set('parallelism.pipeline', 4)], [set('offload.kvCacheGiB', 64)]]);
  });

  test('copies of the attention are not replicas of the user: nine of them in pods of four are three pods', () => {
    const asked = finding('replicas', set('replicas', 9), set('scaling.max', 8));
    expect(changesOf(asked, { copies: 4 })).toEqual([[set('replicas', 3)], [set('scaling.max', 2)]]);
  });

  test('where a scaler owns the replicas its floor is changed, and a ceiling below it as well', () => {
    const scaled = { copies: 1, scaling: { min: 1, max: 3 } };
    const asked = finding('replicas', set('replicas', 2), set('scaling.min', 7));
    expect(inPoolProps(asked, scaled).prop).toBe('scaling.min');
    expect(changesOf(asked, scaled)).toEqual([[set('scaling.min', 2)], [set('scaling.min', 7), set('scaling.max', 7)]]);
  });

  test('checked repairs keep their price', () => {
    const priced = { changes: [set('replicas', 4)], costPerHour: 8, costDeltaPerHour: 4 };
    expect(inPoolProps({ ...finding('replicas'), repairs: [priced] }, { copies: 2 }).repairs).toEqual([
      { ...priced, changes: [set('replicas', 2)] },
    ]);
  });

  test('conversations are those of a role', () => {
    const asked = finding('replicas', atMost('conversationsPerDay', 9_000));
    expect(changesOf(asked, { ...alone, role: 'clerk' })).toEqual([[atMost('roles.clerk.conversations.perDay', 9_000)]]);
  });

  test('what no prop of a pool says is not offered', () => {
    expect(changesOf(finding('tensorParallel', set('tensorParallelAcrossNodes', true), atMost('sessions', 5)), alone)).toEqual([]);
  });
});

describe('a replica is one pod', () => {
  const problemsOf = (props: InferencePoolProps) => {
    const app = Testing.app();
    new InferencePool(new TerraformStack(app, 'models'), 'served', props);
    try {
      templateOf(app, 'models');
    } catch (error) {
      if (error instanceof FleetError) return error.problems;
      throw error;
    }
    return [];
  };
  const on = (gpusPerNode: number): InferencePoolProps => ({
    cluster: Cluster.fromKubeconfig({ context: 'c', nodePools: { l40s: { gpu: Gpu.L40S, gpusPerNode, nodes: 8 } } }),
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    gpu: Gpu.L40S,
    maxContextTokens: 8_192,
  });
  const changes = (props: InferencePoolProps) =>
    problemsOf(props)
      .flatMap(({ repairs }) => repairs)
      .map((repair) => (typeof repair === 'string' ? repair : renderChanges(repair.changes)));

  test('so no repair proposes more GPUs than a node has', () => {
    const gpus = (change: string) => Number(/gpusPerReplica: (\d+)/.exec(change)?.[1] ?? 1);
    const own = (change: string) => !change.startsWith('gpu:');
    expect(Math.max(...changes(on(4)).filter(own).map(gpus))).toBeLessThanOrEqual(4);
    expect(
      changes(on(8))
        .filter(own)
        .some((change) => gpus(change) > 1),
    ).toBe(true);
  });

  test('and shards over nodes are refused with the size of the node, once', () => {
    const problems = problemsOf({ ...on(4), gpusPerReplica: 8 });
    expect(problems.map(({ code }) => code)).toEqual(['AF-CLU-004']);
  });

  test('where no nodes are declared, larger ones can be', () => {
    const undeclared = { ...on(4), cluster: Cluster.fromKubeconfig({ context: 'c' }), gpusPerReplica: 16, model: Model.QWEN3_0_6B };
    expect(problemsOf(undeclared).map(({ code }) => code)).toEqual(['AF-CLU-004']);
    expect(changes(undeclared).join()).toContain('nodePools of the cluster: { gpu, gpusPerNode: 16, nodes: 1 }');
  });
});
