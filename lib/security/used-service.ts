/** Which services of the library somebody calls. */
import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { USED_SERVICE_RULES } from './rules';
import type { UsedService } from './rules/service-used';

const USED = new WeakSet<object>();

/** Somebody was let in. */
export const markUsed = (service: object): void => void USED.add(service);

export const isUsed = (service: object): boolean => USED.has(service);

/** Says that nobody calls a service, where nobody does. */
export function unusedFindings(
  service: IConstruct & Pick<UsedService, 'kind'> & Partial<Pick<UsedService, 'name'>>,
  prop: string,
): Finding[] {
  const { kind, node, name = node.id } = service;
  return evaluateRules(USED_SERVICE_RULES, { kind, name, prop, isUsed: USED.has(service) }).map((finding) => place(node.path, finding));
}
