/** What can be wrong with a queue that exists already: it is no construct, so that the first of those who work on it says so. */
import { Construct } from 'constructs';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import type { ITaskQueue } from '../contract';
import { DELIVERY_RULES } from '../rules';

/** @param path of a construct that works on it */
export function existingQueueFindings(queue: ITaskQueue, path: string): Finding[] {
  if (Construct.isConstruct(queue)) return [];
  const delivery = queue.delivery?.();
  if (delivery === undefined || delivery.consumers[0] !== path) return [];
  return evaluateRules(DELIVERY_RULES, delivery).map((finding) => place(path, finding));
}
