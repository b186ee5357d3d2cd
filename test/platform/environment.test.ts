/** What a cluster is for, and whether it takes an unknown for an answer. */
import { TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Engine,
  type FleetError,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  isFleetError,
  Model,
  StateStore,
  Topology,
} from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import fc from 'fast-check';
import { judgePool, type PoolInput } from '../../lib/capacity';
import type { RoleDemand } from '../../lib/capacity/demand/role-demand';
import type { Told } from '../../lib/capacity/engines/engine-model';
import { strictly } from '../../lib/core/strict';
import { checkedAlone } from '../setup/checked-alone';

type Options = NonNullable<Parameters<typeof Cluster.inCluster>[0]>;

/** Nobody published how much of its memory this card reports. */
const unknownCard = Gpu.custom({ ...Gpu.H100_SXM.facts, id: 'unknown-card', reportedMemoryGiB: null });

function findingsOf(options: Options, props: Partial<InferencePoolProps> = {}) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 's');
  const cluster = Cluster.inCluster(options);
  const base = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };
  new InferencePool(stack, 'p', { ...base, ...props });
  return FleetTemplate.synth(checkedAlone(app), 's').plan().findings;
}

function refusalOf(options: Options, props: Partial<InferencePoolProps>): FleetError {
  try {
    findingsOf(options, props);
  } catch (error) {
    if (isFleetError(error)) return error;
    throw error;
  }
  throw new Error('the app was synthesized');
}

describe('a strict cluster refuses what is not known', () => {
  const cases: [string, string, Partial<InferencePoolProps>][] = [
    ['a card whose memory nobody published', 'AF-CAP-021', { gpu: unknownCard }],
    ['a release whose flags nobody has read', 'AF-ENG-034', { engine: Engine.vllm({ version: '0.34.0' }) }],
    ['a flag whose effect nobody has measured', 'AF-ENG-032', { extraArgs: ['--cp-kv-cache-interleave-size', '1'] }],
    ['an image that nobody has tried as the user of the pods', 'AF-ENG-029', { gpu: Gpu.MI300X }],
    [
      'a server that nobody knows',
      'AF-CLU-004',
      { gpu: Gpu.custom({ ...Gpu.H200_SXM.facts, id: 'unsold', largestServer: null }), gpusPerReplica: 16, parallelism: { pipeline: 2 } },
    ],
  ];

  test.each(cases)('%s', (_, code, props) => {
    expect(findingsOf({ environment: 'development' }, props)).toContainEqual(expect.objectContaining({ code, severity: 'warning' }));
    const problem = refusalOf({ strict: true }, props).problems.find((one) => one.code === code);
    expect(problem).toMatchObject({ severity: 'error', path: 's/p', message: expect.stringContaining('the cluster is strict') });
    expect(problem?.repairs).toContain('strict: false on the cluster');
  });

  test.each(['development', 'staging', 'production'] as const)('in %s, too', (environment) => {
    expect(refusalOf({ environment, strict: true }, { gpu: unknownCard }).code).toBe('AF-CAP-021');
  });

  test('an unknown latency of a fleet', () => {
    const crew = (strict: boolean) => {
      const app = Testing.app();
      const stack = new TerraformStack(app, 's');
      const cluster = Cluster.inCluster({ strict });
      const pool = new InferencePool(stack, 'p', {
        cluster,
        model: Model.LLAMA_3_1_8B_INSTRUCT,
        gpu: Gpu.H100_SXM,
        maxContextTokens: 8_192,
      });
      new AgentFleet(stack, 'crew', {
        cluster,
        topology: Topology.flat({ agents: ['speaker'] }),
        concurrentWorkflows: 1,
        roles: { speaker: { pool, contextTokens: 1_000, latency: 'voice' } },
        runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
      });
      return FleetTemplate.synth(checkedAlone(app), 's').plan().findings;
    };
    expect(crew(false)).toContainEqual(expect.objectContaining({ code: 'AF-LAT-001', severity: 'warning', path: 's/crew' }));
    expect(() => crew(true)).toThrow(expect.objectContaining({ code: 'AF-LAT-001' }));
  });

  test('what is known and only warned of stays a warning', () => {
    const found = findingsOf({ strict: true }, { gpuMemoryUtilization: 0.8 });
    expect(found).toContainEqual(expect.objectContaining({ code: 'AF-CAP-005', severity: 'warning' }));
  });

  test('whatever makes a verdict uncertain is an error there, unless an error is there already', () => {
    const input = fc.record({
      gpu: fc.constantFrom(Gpu.L4, Gpu.L40S, Gpu.A10G, Gpu.H100_SXM, unknownCard),
      model: fc.constantFrom(Model.LLAMA_3_1_8B_INSTRUCT, Model.QWEN3_8B, Model.QWEN3_32B),
      maxContextTokens: fc.integer({ min: 1_024, max: 40_960 }),
      sessions: fc.integer({ min: 0, max: 60 }),
      doubts: fc.constantFrom([], ['a flag']),
      told: fc.constantFrom<Partial<Told>>({}, { version: false, sampler: false, compileCache: null }),
      rate: fc.option(fc.double({ min: 0.1, max: 20, noNaN: true }), { nil: undefined }),
    });
    fc.assert(
      fc.property(input, ({ gpu, model, maxContextTokens, sessions, doubts, told, rate }) => {
        const asked: Partial<RoleDemand> =
          rate === undefined ? {} : { rate: { requestsPerSecond: rate, inputTokens: 500, outputTokens: 200 } };
        const pool: PoolInput = {
          name: 'p',
          replica: {
            model,
            gpu,
            engine: Engine.vllm(),
            tensorParallel: 1,
            quantization: 'checkpoint',
            kvCacheDtype: 'auto',
            gpuMemoryUtilization: 0.9,
            maxContextTokens,
          },
          replicas: 1,
          maxReplicas: 1,
          demands:
            sessions === 0
              ? []
              : [{ fleet: 'f', role: 'r', sessions, formula: 'given', contextTokens: Math.min(1_000, maxContextTokens), ...asked }],
          pricePerGpuHour: null,
          searchesRepairs: false,
          doubts,
          told,
        };
        const { verdict, findings } = judgePool(pool);
        const strict = findings.map((finding) => strictly({ path: 'p', ...finding }));
        if (verdict === 'uncertain') expect(strict.map(({ severity }) => severity)).toContain('error');
        else expect(strict.some(({ severity }) => severity === 'error')).toBe(verdict === 'rejected');
      }),
    );
  });
});

describe('the environment decides how severe a finding is', () => {
  const overPcie: Partial<InferencePoolProps> = { gpu: Gpu.L40S, gpusPerReplica: 2 };

  test.each([
    ['development', 'info'],
    ['staging', 'warning'],
    ['production', 'warning'],
    [undefined, 'warning'],
  ] as const)('in %s a replica over PCIe is %s', (environment, severity) => {
    const options = environment === undefined ? {} : { environment };
    expect(findingsOf(options, overPcie)).toContainEqual(expect.objectContaining({ code: 'AF-CAP-032', severity }));
  });

  test('an unprotected store is a hint in development only', () => {
    const severityIn = (environment: 'development' | 'production') => {
      const app = Testing.app();
      const store = { cluster: Cluster.inCluster({ environment }), deletionProtection: false };
      new StateStore(new TerraformStack(app, 's'), 'state', store);
      return FleetTemplate.synth(app, 's')
        .plan()
        .findings.find(({ code }) => code === 'AF-STO-002')?.severity;
    };
    expect([severityIn('development'), severityIn('production')]).toEqual(['info', 'warning']);
  });

  test('no resource depends on it', () => {
    const json = (environment: 'development' | 'production') => {
      const app = Testing.app();
      const stack = new TerraformStack(app, 's');
      const cluster = Cluster.inCluster({ environment });
      new InferencePool(stack, 'p', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
      new StateStore(stack, 'state', { cluster });
      return FleetTemplate.synth(app, 's').json;
    };
    expect(json('development')).toEqual(json('production'));
  });

  test.each([
    [{ environment: 'test' }, 'environment'],
    [{ environment: 'Production' }, 'environment'],
    [{ strict: 'yes' }, 'strict'],
  ])('%j is refused by name', (options, prop) => {
    expect(() => Cluster.inCluster(options as unknown as Options)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'AF-SPEC-001', prop })] }),
    );
  });
});
