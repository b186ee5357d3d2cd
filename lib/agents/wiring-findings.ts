/** What can be wrong with the services that pods are wired to, each alone and all together. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { Environment } from '../core/rule';
import { openedFamilies } from '../security/outside';
import type { Workload } from '../security/workload';
import { hostFindings } from '../services/host-findings';
import { keptState } from './kept-state';
import { KEPT_STATE_RULES, SET_VARIABLE_RULES } from './rules';
import { setVariables } from './set-variables';
import type { WiredService } from './wiring';

export interface Wiring {
  readonly services: readonly WiredService[];
  /** Pods that are wired to them. */
  readonly client: Workload;
  /** Variables that the pods get beside those of the services, by the prop that they come from. */
  readonly others: Readonly<Record<string, string>>;
  readonly environment: Environment;
}

export function wiringFindings({ services, client, others, environment }: Wiring): UnplacedFinding[] {
  return [
    ...evaluateRules(SET_VARIABLE_RULES, setVariables(services, client, others)),
    ...keptState(services, client).flatMap((kept) => evaluateRules(KEPT_STATE_RULES, kept, { environment })),
    ...services.flatMap(({ prop, service }) => hostFindings(prop, service, { opened: openedFamilies(client), environment })),
  ];
}
