/** The matrix of everything: each GPU with each model on each engine with 1, 2, 4 and 8 GPUs, one session of 4K tokens. Judged without constructs. */
import { sizeReplica } from '../../lib/capacity/ask-engine';
import { ENGINE_MODELS } from '../../lib/capacity/engines';
import { engineToSize } from '../../lib/capacity/engines/registry';
import { answerPool } from '../../lib/capacity/fit/judge';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import { ENGINE_DEFINITIONS } from '../../lib/catalog/engines/definitions';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { EngineAdapter, ServingBase } from '../../lib/inference/engines/adapter';
import { adapterOf } from '../../lib/inference/engines/registry';

export const COUNTS = [1, 2, 4, 8] as const;
export const ENGINE_IDS: readonly string[] = ENGINE_MODELS.map(({ id }) => id);
const CONTEXT = 4_096;
/** Ollama loads GGUF files alone. */
const FILES = 'q4_k_m';

export interface Cell {
  readonly gpu: Gpu;
  readonly model: Model;
  readonly engine: string;
  readonly gpus: number;
}

export type Answer = 'fits' | 'refused' | 'uncertain';

export interface JudgedCell {
  readonly answer: Answer;
  /** Codes and facts that say why it is not a yes. */
  readonly reasons: readonly string[];
  /** What the engine would be started with, where it fits and is deployed. */
  readonly args: readonly string[];
}

/** Cells of one engine, or of all. */
export const cellsOf = (engines: readonly string[] = ENGINE_IDS): Cell[] =>
  engines.flatMap((engine) =>
    Gpu.all().flatMap((gpu) => Model.all().flatMap((model) => COUNTS.map((gpus) => ({ gpu, model, engine, gpus })))),
  );

export function judgeCell(cell: Cell): JudgedCell {
  const definition = ENGINE_DEFINITIONS.find(({ id }) => id === cell.engine);
  const replica = replicaOf(cell, definition === undefined ? engineToSize(cell.engine) : Engine.of(definition));
  const { contextTokens, ...size } = { contextTokens: replica.maxContextTokens, name: 'cell', replicas: 1, maxReplicas: 1 };
  const demand = { fleet: 'matrix', role: 'agent', sessions: 1, contextTokens, formula: '1 session' };
  const { verdict, missing, findings } = answerPool({ ...size, replica, demands: [demand], pricePerGpuHour: null });
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const deployed = definition === undefined ? NOT_DEPLOYED : deployment(cell, replica as DeployedReplica);
  const refusals = [...(verdict === 'rejected' ? errors : []), ...deployed.refusals];
  if (refusals.length > 0) return { answer: 'refused', reasons: refusals, args: [] };
  const doubtful = findings.filter(({ uncertain }) => uncertain === true).map(({ code }) => code);
  // An error beside an uncertain verdict: as planned it does not start, and the better end of the band would.
  const doubts = [...(verdict === 'uncertain' ? [...missing, ...errors, ...doubtful] : []), ...deployed.doubts];
  if (verdict === 'uncertain' || doubts.length > 0) return { answer: 'uncertain', reasons: doubts, args: [] };
  return { answer: verdict === 'rejected' ? 'refused' : 'fits', reasons: [], args: deployed.args() };
}

type DeployedReplica = ServingBase['replica'];

interface Deployment {
  readonly refusals: readonly string[];
  readonly doubts: readonly string[];
  readonly args: () => readonly string[];
}

/** An engine that is sized alone. */
const NOT_DEPLOYED: Deployment = { refusals: [], doubts: [], args: () => [] };

/** What its pools would add: images by vendor, and what the adapter says that it cannot do. */
function deployment({ gpu }: Cell, replica: DeployedReplica): Deployment {
  const adapter = adapterOf(replica.engine, 'matrix');
  const base = servingOf(replica);
  const limits = adapter.limits(base);
  const image = replica.engine.imageFor(gpu) === null ? ['AF-ENG-028'] : [];
  const refused = limits.some(({ severity = 'error' }) => severity === 'error') ? ['AF-ENG-027'] : [];
  const doubts = limits.some(({ uncertain }) => uncertain === true) ? ['AF-ENG-027'] : [];
  return { refusals: [...image, ...refused], doubts, args: () => argsOf(adapter, base) };
}

const argsOf = (adapter: EngineAdapter, base: ServingBase) => adapter.args({ ...base, supply: sizeReplica(base.replica) });

function servingOf(replica: DeployedReplica): ServingBase {
  const { facts } = replica.model;
  return {
    replica,
    checkpoint: facts.huggingFaceId,
    quantizedAtLoad: null,
    servedName: replica.model.id,
    parsers: replica.engine.parsersOf(facts),
    chatTemplate: undefined,
    speculative: undefined,
    extraArgs: [],
    huggingFaceToken: undefined,
    startupSeconds: 600,
  };
}

function replicaOf({ gpu, model, engine: id, gpus }: Cell, engine: ReplicaSpec['engine']): ReplicaSpec {
  return {
    model,
    gpu,
    engine,
    tensorParallel: gpus,
    quantization: id === 'ollama' && model.facts.kind === 'llm' ? FILES : 'checkpoint',
    kvCacheDtype: 'auto',
    gpuMemoryUtilization: 0.9,
    maxContextTokens: Math.min(CONTEXT, model.facts.maxPositionEmbeddings ?? CONTEXT),
  };
}
