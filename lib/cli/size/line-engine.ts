/** The engine of a line, and the memory by its own accounting. */

import { estimateOnEngine, type OtherEngine } from '../../capacity/engines/other-engines';
import { estimateReplica } from '../../capacity/engines/vllm/estimate';
import type { ReplicaEstimate } from '../../capacity/replica-estimate';
import type { ReplicaSpec } from '../../capacity/replica-spec';
import { Engine } from '../../catalog/engines/engine';
import type { SizeRequest } from './size-request';

/** Names of engines with an accounting of their own. */
const OTHERS: readonly (readonly [RegExp, OtherEngine])[] = [
  [/^sg-?lang$/i, 'sglang'],
  [/^(tensorrt|trt)[-_ ]?llm$/i, 'tensorrt-llm'],
  [/^(tgi|text[-_ ]generation[-_ ]inference)$/i, 'tgi'],
  [/^ollama$/i, 'ollama'],
];

export const otherEngine = ({ engine }: SizeRequest) => OTHERS.find(([pattern]) => pattern.test(engine))?.[1] ?? null;

export function estimateOf(request: SizeRequest, spec: ReplicaSpec): ReplicaEstimate {
  const other = otherEngine(request);
  return other === null
    ? estimateReplica(spec)
    : estimateOnEngine(other, spec, request.gpuMemoryUtilization ?? null, request.engineVersion ?? null);
}

/** Ray Serve LLM runs the vLLM release that it pins (2.58: 0.26). */
export function engineOf({ engine, engineVersion }: SizeRequest): Engine | null {
  if (/^ray/i.test(engine)) return Engine.vllm({ version: engineVersion ?? '0.26.0' });
  if (OTHERS.some(([pattern]) => pattern.test(engine))) return Engine.vllm();
  if (!/^vllm$/i.test(engine)) return null;
  if (engineVersion == null) return Engine.vllm();
  const version = release(engineVersion);
  return version === null ? null : Engine.vllm({ version });
}

/** `v0.11.0rc2+cu128` → `0.11.0`; null for a branch or a fork. */
const release = (text: string) => /\d+\.\d+(\.\d+)?/.exec(text)?.[0] ?? null;
