/** Every model of the catalog on every engine whose parser is asked: how it is started on the first GPUs that take it. */
import { App, TerraformStack } from 'cdktf';
import { Cluster, type Engine, Gpu, InferencePool, isFleetError, Model, SecretRef } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { BY_LAYERS, BY_STAGES, onTwoNodes } from '../../examples/guides/several-nodes';
import { type Start, startsOf } from '../../test/fuzz/engine-args';

const GPUS = [Gpu.H100_SXM, Gpu.H200_SXM, Gpu.B200];
const COUNTS = [1, 2, 4, 8];
const CONTEXT = 4_096;
const STACK = 'models';

interface CatalogStarts<T> {
  readonly starts: readonly T[];
  /** Pairs that are refused on each of these GPUs. */
  readonly refused: number;
}

/** How a pool is told to start, as its template says it. */
export type Read<T> = (template: FleetTemplate) => T | undefined;

export const readStart: Read<Start> = (template) => startsOf({ plan: template.plan(), objects: template.manifests() })[0];

export function catalogStarts<T>(engines: readonly Engine[], outdir: string, read: Read<T>): CatalogStarts<T> {
  const found = engines.flatMap((engine) => Model.all().map((model) => startOf(model, engine, outdir, read)));
  const starts = found.filter((start) => start !== undefined);
  return { starts, refused: found.length - starts.length };
}

function startOf<T>(model: Model, engine: Engine, outdir: string, read: Read<T>): T | undefined {
  for (const gpusPerReplica of COUNTS) {
    for (const gpu of GPUS) {
      const start = tried({ model, engine, gpu, gpusPerReplica }, outdir, read);
      if (start !== undefined) return start;
    }
  }
  return undefined;
}

interface Tried {
  readonly model: Model;
  readonly engine: Engine;
  readonly gpu: Gpu;
  readonly gpusPerReplica: number;
}

function tried<T>({ model, ...rest }: Tried, outdir: string, read: Read<T>): T | undefined {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, STACK);
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const { maxPositionEmbeddings } = model.facts;
  const context = maxPositionEmbeddings === null ? CONTEXT : Math.min(CONTEXT, maxPositionEmbeddings);
  try {
    new InferencePool(stack, 'pool', {
      cluster,
      model,
      ...rest,
      maxContextTokens: context,
      huggingFaceToken: SecretRef.existing('hub', 'token'),
    });
    return read(FleetTemplate.synth(app, STACK));
  } catch (error) {
    if (isFleetError(error)) return undefined;
    throw error;
  }
}

/** Leaders and workers of replicas on two nodes, by stages and by layers. */
export function startsOnNodes(outdir: string): Start[] {
  return [BY_STAGES, BY_LAYERS].flatMap((props) => {
    const app = new App({ outdir });
    onTwoNodes(app, props);
    const template = FleetTemplate.synth(app, 'review');
    return startsOf({ plan: template.plan(), objects: template.manifests() });
  });
}
