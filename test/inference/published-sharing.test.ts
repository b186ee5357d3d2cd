/** Published fleets whose models share a card, as pools that deploy: F29 on one H200, F34 on two H100, F36 on one H100. */

import { App, TerraformStack } from 'cdktf';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { Cluster } from '../../lib/platform/cluster';
import type { NodePoolProps } from '../../lib/platform/node-pool';
import type { FleetTemplate } from '../../lib/testing';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

type Shared = Partial<InferencePoolProps> & Pick<InferencePoolProps, 'model'>;

function deployed(cards: NodePoolProps, pools: Readonly<Record<string, Shared>>): FleetTemplate {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'cards');
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { cards, cpu: { nodes: 1 } } });
  for (const [id, props] of Object.entries(pools))
    new InferencePool(stack, id, {
      cluster,
      gpu: cards.gpu as Gpu,
      maxContextTokens: 4_096,
      maxNumSeqs: 10,
      huggingFaceToken: undefined,
      ...props,
    } as InferencePoolProps);
  return templateOf(app, 'cards');
}

/** KV caches of all pools, GiB. */
const cacheGiB = (template: FleetTemplate) => template.plan().pools.reduce((sum, { memory }) => sum + memory.kvGiBPerReplica, 0);

describe('F29: a 70B and a 13B-class model in fp8, resident at the same time', () => {
  const crew = (gpu: Gpu) =>
    deployed(
      { gpu, nodes: 1, sharing: { engines: 2 } },
      {
        researcher: { model: Model.LLAMA_3_3_70B_INSTRUCT, quantization: 'fp8', gpuMemoryUtilization: 0.66 },
        writer: { model: Model.QWEN2_5_14B_INSTRUCT, quantization: 'fp8', gpuMemoryUtilization: 0.24 },
      },
    );

  test('one H200 leaves about 40 GiB for both caches', () => {
    const left = cacheGiB(crew(Gpu.H200_SXM));
    expect(left).toBeGreaterThan(34);
    expect(left).toBeLessThan(44);
  });

  test('one card of 80 GB is refused', () => {
    expect(() => crew(Gpu.H100_SXM)).toThrow(/AF-CAP-0/);
  });
});

describe('F34: an orchestrator and three others, 7B each', () => {
  const roles = (count: number, gpusPerNode: number, engines: number) =>
    deployed(
      { gpu: Gpu.H100_PCIE, gpusPerNode, nodes: 1, sharing: { engines } },
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`role-${index}`, { model: Model.MISTRAL_7B_INSTRUCT_V0_3 }])),
    );

  test('two on each of two H100 have 5 GiB of cache and more', () => {
    const { pools } = roles(4, 2, 2).plan();
    expect(pools.map(({ memory }) => memory.kvGiBPerReplica > 5)).toEqual([true, true, true, true]);
  });

  test('three fit one H100 with their caches', () => {
    expect(
      roles(3, 1, 3)
        .plan()
        .pools.map(({ memory }) => memory.kvGiBPerReplica > 5),
    ).toEqual([true, true, true]);
  });

  test('four on one H100 lack the 5 GiB that ten sessions of 4K need', () => {
    expect(
      roles(4, 1, 4)
        .plan()
        .pools.map(({ memory }) => memory.kvGiBPerReplica < 5),
    ).toEqual([true, true, true, true]);
  });
});

describe('F36: orchestrator 7B, coder 13B-class, reviewer 7B in 16 bit', () => {
  const team = (gpu: Gpu, more: Partial<InferencePoolProps> = {}) =>
    deployed(
      { gpu, nodes: 1, sharing: { engines: 3 } },
      {
        orchestrator: { model: Model.MISTRAL_7B_INSTRUCT_V0_3, gpuMemoryUtilization: 0.25, ...more },
        coder: { model: Model.QWEN2_5_14B_INSTRUCT, gpuMemoryUtilization: 0.4, ...more },
        reviewer: { model: Model.MISTRAL_7B_INSTRUCT_V0_3, gpuMemoryUtilization: 0.25, ...more },
      },
    );

  test('one H100 leaves about 13 GiB to the three caches together; the 14.8 B of the coder here leave less', () => {
    const left = cacheGiB(team(Gpu.H100_PCIE));
    expect(left).toBeGreaterThan(5);
    expect(left).toBeLessThan(14);
  });

  test('an L40S is refused in 16 bit', () => {
    expect(() => team(Gpu.L40S)).toThrow(/AF-CAP-0/);
  });

  test('8-bit weights fit it', () => {
    expect(cacheGiB(team(Gpu.L40S, { quantization: 'fp8' }))).toBeGreaterThan(3);
  });
});
