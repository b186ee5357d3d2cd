/** Whether the engine starts: the weights leave a KV cache, and it holds one request of full length. */
import { evaluateRules } from '../../core/evaluate-rules';
import type { Assessment, PoolRule } from './assessment';
import { assessmentAt } from './pool-range';
import { oneRequestFits } from './rules/one-request-fits';
import { weightsFit } from './rules/weights-fit';

/** What an engine needs to start. */
export const TO_START: readonly PoolRule[] = [weightsFit, oneRequestFits];

/** With so much KV cache in each replica, GiB. */
export const startsWith = (kvCacheGiB: number, assessment: Assessment): boolean =>
  evaluateRules(TO_START, assessmentAt(assessment, kvCacheGiB)).length === 0;
