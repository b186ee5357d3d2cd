import { TerraformStack, Testing } from 'cdktf';
import { Cluster, FleetError, Gpu, InferencePool, type InferencePoolProps, Model } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { inPropWords } from '../../lib/inference/prop-words';

const finding = (prop: string, repairs: readonly string[]) => ({
  code: 'AF-CAP-007',
  severity: 'error' as const,
  prop,
  message: 'x',
  repairs,
});

describe('findings of the laws in the words of a pool', () => {
  test('stages and shared context belong to parallelism', () => {
    expect(inPropWords(finding('pipelineStages', ['pipelineStages: 4']), 1)).toMatchObject({
      prop: 'parallelism.pipelineStages',
      repairs: ['parallelism: { pipelineStages: 4 }'],
    });
  });

  test('copies of the attention are no replicas of the user: nine of them in pods of four are three pods', () => {
    expect(inPropWords(finding('replicas', ['replicas: 9', 'scaling.max: 8']), 4).repairs).toEqual(['replicas: 3', 'scaling.max: 2']);
  });

  test('checked repairs keep their price', () => {
    const repair = { change: 'replicas: 4', code: 'replicas: 4', costPerHour: 8, costDeltaPerHour: 4 };
    expect(inPropWords({ ...finding('replicas', []), repairs: [repair] }, 2).repairs).toEqual([
      { ...repair, change: 'replicas: 2', code: 'replicas: 2' },
    ]);
  });

  test('conversations are those of a role', () => {
    expect(inPropWords(finding('replicas', ['conversationsPerDay ≤ 9,000']), 1).repairs).toEqual(['conversations.perDay ≤ 9,000']);
  });
});

describe('a replica is one pod', () => {
  const problemsOf = (props: InferencePoolProps) => {
    const app = Testing.app();
    new InferencePool(new TerraformStack(app, 'models'), 'served', props);
    try {
      FleetTemplate.synth(app, 'models');
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
      .map((repair) => (typeof repair === 'string' ? repair : repair.change));

  test('so no repair proposes more GPUs than a node has', () => {
    const gpus = (change: string) =>
      Number(/gpusPerReplica: (\d+)/.exec(change)?.[1] ?? 1) * Number(/pipelineStages: (\d+)/.exec(change)?.[1] ?? 1);
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
