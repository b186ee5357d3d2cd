/** What a pool asks its engine to serve. Plain values, from the view of the pool. */

import { checkpointGiB } from '../capacity/checkpoint-size';
import { nodesOf } from '../capacity/gpus-of-replica';
import { startupSecondsOf } from '../capacity/startup-time';
import { memoryGiB } from '../core/memory-quantity';
import { onceForEach } from '../core/once';
import { ChatTemplate } from './chat-template';
import { nodePoolOfStages, stageOf } from './disaggregation/stage';
import type { EngineAdapter, ServingBase, ServingSpec } from './engines/adapter';
import { hubToken } from './hub-token';
import { processesGiB } from './pod-shape';
import { servedParsers } from './pool-parsers';
import type { PoolView } from './pool-view';
import { type PoolWeights, poolWeights } from './pool-weights';
import { servedCheckpoint } from './served-checkpoint';
import { spansTo } from './spans';
import { streamedWeights } from './streamed-weights';
import { objectStoreOf } from './weights';
import { declaredMBps } from './weights-rate';

/** With the limits that the plan arrived at. Rules and the objects of a pool ask for the same one. */
export const servingSpec = onceForEach((pool: PoolView): ServingSpec => ({ ...servingBase(pool), supply: pool.verdict.supply }));

/** As far as it is known before any fleet has asked for anything. */
export const servingBase = onceForEach((pool: PoolView): ServingBase => {
  const { spec } = pool;
  const { repository, atLoad } = servedCheckpoint(spec, pool.engine);
  const base: ServingBase = {
    replica: pool.replica,
    checkpoint: repository,
    quantizedAtLoad: atLoad,
    servedName: pool.servedName,
    aliases: spec.aliases,
    parsers: servedParsers(pool),
    structuredOutput: spec.structuredOutput,
    scheduling: spec.tuning?.scheduling,
    spansTo: spansTo(pool),
    chatTemplate: ChatTemplate.isChatTemplate(spec.chatTemplate) ? ChatTemplate.mounted.path : spec.chatTemplate,
    speculative: spec.speculative,
    stage: servedStage(pool),
    streamed: streamedWeights(objectStoreOf(spec.weights), memoryGiB(spec.resources?.memory ?? '') ?? processesGiB(pool), pool.replica),
    adapters: spec.adapters,
    extraArgs: spec.extraArgs,
    startsWith: { image: pool.publishedImage, env: spec.env },
    revisions: spec.revisions,
    huggingFaceToken: spec.huggingFaceToken,
    startupSeconds: startupSeconds(pool),
  };
  return { ...base, huggingFaceToken: hubToken(spec, pool.adapter.repositories(base)) };
});

function servedStage(pool: PoolView): ServingBase['stage'] {
  const kind = stageOf(pool);
  return kind === undefined ? undefined : { kind, fabric: nodePoolOfStages(pool.nodes)?.fabric?.kind };
}

/** Seconds that the last node of a replica may come after the first, with its image; assumed. The leader waits for it. */
const JOIN_SECONDS = 900;

/** What start-up probes are made for. */
const ASSUMED_MBPS = 100;

/** Download or load of the checkpoint, plus the start of the engine, plus the wait for further nodes. */
export function startupSeconds({ replica, engine, spec }: PoolView): number {
  const { engineSeconds, leastSeconds } = engine.startup;
  const joined = nodesOf(replica) > 1 ? JOIN_SECONDS : 0;
  const slow = slowerThanAssumed(spec.weights);
  return startupSecondsOf({ checkpointGiB: checkpointGiB(replica), engineSeconds, leastSeconds, ...slow }) + joined;
}

/** A probe gives what a slow volume needs, and never less than without a word of the user. */
function slowerThanAssumed(weights: PoolView['spec']['weights']): { readonly bytesPerSecond?: number } {
  const declared = weights === undefined ? undefined : declaredMBps(weights.source);
  return declared === undefined || declared >= ASSUMED_MBPS ? {} : { bytesPerSecond: declared * 1e6 };
}

/** Whether an engine loads anything beside its checkpoint is what it says of one. */
const ANY_ADAPTER = { name: 'any', source: 'any/any', rank: 8 } as const;

const baseOf = (adapter: EngineAdapter, serving: ServingBase): readonly string[] =>
  adapter.repositories({ ...serving, speculative: undefined, extraArgs: [] });

/** Weights of a pool; what they are depends on its props alone, never on demand. */
export const weightsOf = onceForEach((pool: PoolView): PoolWeights => {
  const { name, spec, replica, adapter } = pool;
  const serving = servingBase(pool);
  const base = baseOf(adapter, { ...serving, adapters: undefined });
  return poolWeights({
    name,
    spec,
    replica,
    repositories: adapter.repositories(serving),
    base,
    takesAdditions: baseOf(adapter, { ...serving, adapters: [ANY_ADAPTER] }).length > base.length,
    storageClasses: pool.setting.storageClasses ?? {},
    owner: pool.setting.decode,
  });
});

/** The serving pod itself downloads, and so needs its way to the hub. */
export function loadsIntoPod(pool: PoolView): boolean {
  const { kind, repositories } = weightsOf(pool);
  return kind === 'ephemeral' && repositories.length > 0;
}
