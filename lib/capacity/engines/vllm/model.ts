import { Engine } from '../../../catalog/engines/engine';
import type { ReplicaEngine } from '../../replica-engine';
import type { EngineModel } from '../engine-model';
import { shareOfAll } from '../memory-share';
import { admissionLimits } from './admission-limits';
import { vllmAttentionNeed } from './attention-need';
import { estimateReplica } from './estimate';
import { VLLM_LATENCY } from './latency';
import { replicaLayout } from './replica-layout';
import { vllmSplitFaults } from './split-faults';
import { sizeReplica } from './supply';
import { unsaid } from './unsaid';

/** vLLM by release: fitted on start-up logs (docs/accuracy.md). */
export const VLLM_MODEL: EngineModel = {
  id: 'vllm',
  spelled: /^vllm$/i,
  compared: null,
  unread: ['schedulerRecvInterval'],
  memoryShare: { ...shareOfAll('--gpu-memory-utilization'), besideOthers: true },
  engine: engineOf,
  layout: replicaLayout,
  supply: sizeReplica,
  estimate: estimateReplica,
  latency: VLLM_LATENCY,
  limits: admissionLimits,
  unsaid,
  splitFaults: vllmSplitFaults,
  attentionNeed: vllmAttentionNeed,
};

function engineOf(version: string | null): ReplicaEngine | null {
  if (version === null) return Engine.vllm();
  const release = releaseIn(version);
  return release === null ? null : Engine.vllm({ version: release });
}

/** `v0.11.0rc2+cu128` → `0.11.0`; null for a branch or a fork. */
const releaseIn = (text: string) => /\d{1,6}\.\d{1,6}(\.\d{1,6})?/.exec(text)?.[0] ?? null;
