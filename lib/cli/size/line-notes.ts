/** What a reader of the answer should know: what was assumed, and what is not counted. */

import type { OtherEngine } from '../../capacity/engines/other-engines';
import { RELEASES, releaseOf } from '../../capacity/engines/vllm/releases';
import type { ReplicaSpec } from '../../capacity/replica-spec';
import { otherEngine } from './line-engine';
import type { SizeRequest } from './size-request';

export function notesOf(request: SizeRequest, spec: ReplicaSpec): string[] {
  const other = otherEngine(request);
  return [
    ...(other === null ? [] : [`${request.engine}: by the rules of its source, ${COMPARED[other]}`]),
    ...(request.engineVersion == null && other === null
      ? [`engine version not given: figures are for ${spec.engine.version}, the range spans releases`]
      : []),
    ...(other === null ? [] : unread(request, other)),
    ...(request.contextTokens != null && request.sessions == null ? ['contextTokens: only read with sessions'] : []),
    ...expertNotes(request, spec),
    ...(other === null ? stateNotes(request, spec) : []),
    ...(request.kvOffloadGiB ? ['kvOffloadGiB: KV offload for sessions that return; it makes no room for running ones'] : []),
    ...(request.kvOffload ? ['kvOffload: tiers for sessions that return; they make no room for running ones'] : []),
    ...(request.redundantExperts && !request.expertParallel
      ? ['redundantExperts: without expertParallel there is nothing to balance']
      : []),
    ...beyondTheModel(request, spec),
    ...((spec.model.facts.weightDetail?.towerParams ?? 0) > 0 && spec.model.facts.weightDetail?.encoder === undefined
      ? ['the peak of the vision or audio tower is in the range, not in the figure']
      : []),
  ];
}

/** How far start-up logs stand behind each accounting: docs/accuracy.md has the errors. */
const COMPARED: Readonly<Record<OtherEngine, string>> = {
  sglang: 'compared with few start-up logs',
  'tensorrt-llm': 'compared with few start-up logs',
  tgi: 'not checked against start-up logs',
  ollama: 'not checked against start-up logs',
};

/** Settings of vLLM that the accounting of another engine does not know. */
const UNREAD: Readonly<Record<OtherEngine, readonly (keyof SizeRequest)[]>> = {
  sglang: ['maxNumSeqs', 'sampler', 'interconnect', 'kvOffloadGiB', 'kvOffload'],
  'tensorrt-llm': ['engineVersion', 'enforceEager', 'sampler', 'interconnect', 'kvOffloadGiB', 'kvOffload'],
  tgi: ['engineVersion', 'enforceEager', 'sampler', 'interconnect', 'kvOffloadGiB', 'kvOffload'],
  ollama: [
    'engineVersion',
    'gpuMemoryUtilization',
    'maxNumBatchedTokens',
    'enforceEager',
    'sampler',
    'interconnect',
    'kvOffloadGiB',
    'kvOffload',
    'speculative',
  ],
};

const unread = (request: SizeRequest, engine: OtherEngine) =>
  UNREAD[engine].filter((key) => request[key] != null).map((key) => `${key}: does not change the ${request.engine} accounting`);

/** Releases differ in whether prompts are cached unasked, and every sequence then holds more. */
function stateNotes({ prefixCaching }: SizeRequest, spec: ReplicaSpec): string[] {
  if (prefixCaching != null || spec.model.facts.linearState === null) return [];
  const on = releaseOf(spec.engine).atLeast(RELEASES.hybridsCachePrompts);
  return [`prefixCaching not given: ${on ? 'on' : 'off'}, as ${spec.engine.version} has it for models with a state`];
}

function expertNotes({ expertParallel, tensorParallel, dataParallel }: SizeRequest, { model }: ReplicaSpec): string[] {
  if (expertParallel == null || expertParallel === false || expertParallel === 1) return [];
  if (model.facts.moe === null) return [`expertParallel: ${model.id} has no experts`];
  const ranks = tensorParallel * dataParallel;
  return typeof expertParallel === 'number' && expertParallel !== ranks
    ? [`expertParallel: experts are shared by tensorParallel × dataParallel = ${ranks} ranks`]
    : [];
}

function beyondTheModel({ maxModelLen }: SizeRequest, { model }: ReplicaSpec): string[] {
  const limit = model.facts.maxPositionEmbeddings;
  return maxModelLen != null && limit !== null && maxModelLen > limit
    ? [
        `maxModelLen ${maxModelLen} is over the ${limit} tokens that ${model.id} is configured for: the engine refuses it unless told otherwise`,
      ]
    : [];
}
