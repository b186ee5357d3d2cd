/** Rows of replicas that compute the prompts of a pool. */
import { Scaling } from 'cdktf-agent-fleet';
import type { PrefillProps } from '../../../lib/inference/disaggregation/prefill-props';
import type { Rows } from './row';

/** The node pool whose nodes are joined by InfiniBand. */
export const JOINED = 'h100-joined';

export const PREFILL_ROWS: Rows<PrefillProps> = {
  replicas: { before: { replicas: 1 }, after: { replicas: 2 } },
  scaling: { before: { replicas: 1 }, after: { scaling: Scaling.queueDepth({ min: 1, max: 2 }) } },
  gpusPerReplica: { after: { gpusPerReplica: 2 } },
  maxNumBatchedTokens: { after: { maxNumBatchedTokens: 16_384 } },
};
