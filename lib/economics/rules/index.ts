/** The rules of what GPUs cost beside an API. */
import type { Rule } from '../../core/rule';
import { gpusCheaperThanApi, type PricedTraffic } from './gpus-cheaper-than-api';

export const API_RULES: readonly Rule<PricedTraffic>[] = [gpusCheaperThanApi];
