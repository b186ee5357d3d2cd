/** The rules of pools and roles beside each other. They judge pools themselves, so the rules of one pool know nothing of them. */
import type { Rule } from '../../core/rule';
import type { ClassifiedPool } from './classified-pool';
import type { TieredPool } from './gpu-tier';
import { cardSuitsClass } from './rules/card-suits-class';
import { gpuSharingFits, type SharedGpu } from './rules/gpu-sharing-fits';
import { oneLatencyClass } from './rules/one-latency-class';
import { poolsApart } from './rules/pools-apart';
import type { SameKind } from './shared-pools';

/** What the pools of one kind are to each other. */
export const SHARING_RULES: readonly Rule<SameKind>[] = [poolsApart];

/** What the latency classes of roles are to each other on one pool. */
export const CLASS_RULES: readonly Rule<ClassifiedPool>[] = [oneLatencyClass];

/** What the latency class of a role asks of the card. */
export const CARD_RULES: readonly Rule<TieredPool>[] = [cardSuitsClass];

/** What engines are to each other on one GPU. */
export const GPU_SHARING_RULES: readonly Rule<SharedGpu>[] = [gpuSharingFits];
