/** What a router may call, what it starts after, and who may scrape it. Pools and clients open their ways when they are wired. */
import { allowFromPrometheus } from '../../security/network-edges';
import type { IService } from '../../security/service';
import { startAfter, startAfterBeside } from '../../security/start-after';
import type { IReachable, Workload } from '../../security/workload';
import { directOf, openSetup, setupWorkload } from './database/setup-jobs';
import { openToOutside } from './outside-clients';
import type { RouterObjects } from './resources';
import type { LiteLLMRouterSpec } from './router-props';

export function openNetwork(router: IReachable, spec: LiteLLMRouterSpec): void {
  const { workload, port } = router;
  allowFromPrometheus(workload, spec.cluster, port);
  openToOutside(router, spec.outsideClients);
  spec.sessionStore?.admit(workload, { counts: true });
  if (spec.database !== undefined) openSetup(spec.database, router);
  for (const model of Object.values(spec.externalModels)) model.admit(workload);
  spec.identity?.admit(workload);
  for (const guardrail of Object.values(spec.guardrails)) if (guardrail.spec.kind === 'own') guardrail.spec.service.admit(workload);
}

/** @param beside where its spans go, and its own proxy */
export function startRouter(
  { deployment, migration }: Pick<RouterObjects, 'deployment' | 'migration'>,
  workload: Workload,
  { sessionStore, database, guardrails }: LiteLLMRouterSpec,
  beside: readonly Pick<IService, 'resources'>[],
): void {
  const checks = Object.values(guardrails).flatMap(({ spec }) => (spec.kind === 'own' ? [spec.service] : []));
  startAfter(
    deployment,
    workload,
    [sessionStore, database, ...checks].filter((service) => service !== undefined),
  );
  startAfterBeside(deployment, beside);
  if (migration !== undefined && database !== undefined) startAfter(migration, setupWorkload(workload), [directOf(database)]);
}
