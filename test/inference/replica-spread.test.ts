/** `gpusPerReplica` is all GPUs of a replica; `parallelism` spreads them, and a product that does not match is refused. */
import { App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, isFleetError, Model, type Parallelism } from 'cdktf-agent-fleet';
import fc from 'fast-check';

const cluster = Cluster.fromKubeconfig({ context: 'prod' });

const poolOf = (gpusPerReplica: number | undefined, parallelism: Parallelism) =>
  new InferencePool(new TerraformStack(new App({ outdir: '/nonexistent' }), 's'), 'p', {
    cluster,
    model: Model.QWEN3_30B_A3B_INSTRUCT_2507,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 4_096,
    parallelism,
    ...(gpusPerReplica === undefined ? {} : { gpusPerReplica }),
  });

function problemOf(gpusPerReplica: number | undefined, parallelism: Parallelism) {
  try {
    poolOf(gpusPerReplica, parallelism);
    return null;
  } catch (error) {
    if (isFleetError(error)) return error.problems[0];
    throw error;
  }
}

const factor = fc.constantFrom(1, 2, 3, 4);
const ways = fc.record({ tensor: factor, pipeline: factor, data: factor });

test('a product that matches gives each rank its share, whether tensor is written or follows', () => {
  fc.assert(
    fc.property(ways, fc.boolean(), ({ tensor, pipeline, data }, written) => {
      const spread = written ? { tensor, pipeline, data } : { pipeline, data };
      const { replica } = poolOf(tensor * pipeline * data, spread).view();
      expect([replica.tensorParallel, replica.pipelineParallel, replica.dataParallel]).toEqual([tensor, pipeline, data]);
    }),
    { numRuns: 60 },
  );
});

test('a product that does not match is refused with the number to type, which is then taken', () => {
  fc.assert(
    fc.property(ways, fc.integer({ min: 1, max: 64 }), ({ tensor, pipeline, data }, gpus) => {
      fc.pre(gpus !== tensor * pipeline * data);
      const problem = problemOf(gpus, { tensor, pipeline, data });
      expect(problem).toMatchObject({ code: 'AF-SPEC-001', path: 's/p', prop: 'gpusPerReplica', value: gpus });
      expect(JSON.stringify(problem)).toContain(`gpusPerReplica: ${tensor * pipeline * data}`);
      expect(problemOf(tensor * pipeline * data, { tensor, pipeline, data })).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['stages on the one GPU of the default', undefined, { pipeline: 2 }, 2],
  ['copies that do not divide', 3, { data: 2 }, 4],
  ['stages and copies that do not divide', 4, { pipeline: 2, data: 3 }, 6],
])('%s: the next multiple is named', (_, gpus, spread, typed) => {
  const problem = problemOf(gpus, spread);
  expect(problem).toMatchObject({ code: 'AF-SPEC-001', prop: 'gpusPerReplica', value: gpus });
  expect(JSON.stringify(problem)).toContain(`gpusPerReplica: ${typed}`);
});
