/** What a router may call, and who may scrape it. Pools and clients open their ways when they are wired. */
import { allowFromPrometheus } from '../../security/network-edges';
import type { IReachable } from '../../security/workload';
import { openSetup } from './database/setup-jobs';
import type { LiteLLMRouterSpec } from './router-props';

export function openNetwork(router: IReachable, spec: LiteLLMRouterSpec): void {
  const { workload, port } = router;
  allowFromPrometheus(workload, spec.cluster, port);
  spec.sessionStore?.admit(workload, { counts: true });
  if (spec.database !== undefined) openSetup(spec.database, router);
  for (const model of Object.values(spec.externalModels)) model.admit(workload);
  spec.identity?.admit(workload);
  for (const guardrail of Object.values(spec.guardrails)) if (guardrail.spec.kind === 'own') guardrail.spec.service.admit(workload);
}
