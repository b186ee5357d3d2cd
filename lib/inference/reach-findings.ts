/** What the pods of a pool reach, and the Secrets that they read: what of it is missing or leads elsewhere. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { unmadeSecrets } from '../security/made-secrets';
import { namedEgressRepair, reachesByName } from '../security/outside';
import { API_CALLER_RULES, IDENTITY_RULES } from '../security/rules';
import type { Workload } from '../security/workload';
import type { PoolDoor } from './contract';
import { leadingVariables } from './download-way';
import type { InferencePoolSpec } from './inference-pool-props';
import type { PoolView } from './pool-view';
import { DOWNLOAD_RULES } from './rules';
import { loadsIntoPod } from './serving';
import { overInternet, storeFindings } from './store-way';
import { objectStoreOf } from './weights';

interface ReachingPool {
  readonly spec: InferencePoolSpec;
  readonly workload: Workload;
  /** The proxy that clients reach in place of its pods; undefined where they reach these. */
  readonly door: PoolDoor | undefined;
  view(): PoolView;
}

export const reachFindings = (pool: ReachingPool): UnplacedFinding[] => [
  ...secretFindings(pool),
  ...evaluateRules(DOWNLOAD_RULES, leadingVariables(pool.view(), pool.workload.namespace.outside)),
  ...identityFindings(pool),
  ...weightsStoreFindings(pool),
  ...doorFindings(pool),
];

function secretFindings({ spec, workload }: ReachingPool): UnplacedFinding[] {
  const { env, huggingFaceToken, scaling, tracing, weights } = spec;
  return [
    ...unmadeSecrets(workload, env, 'env'),
    ...unmadeSecrets(workload, tracing?.clientEnv(workload) ?? {}, 'tracing'),
    ...unmadeSecrets(workload, { huggingFaceToken }, ''),
    ...unmadeSecrets(workload, objectStoreOf(weights)?.credentials ?? {}, 'weights.credentials'),
    ...unmadeSecrets(workload, scaling?.secrets ?? {}, 'scaling.queue'),
  ];
}

/** Pods that serve weights of a claim reach nothing outside the cluster. */
function identityFindings(pool: ReachingPool): UnplacedFinding[] {
  const { spec, workload } = pool;
  const { identity } = spec;
  if (identity === undefined) return [];
  const store = objectStoreOf(spec.weights);
  const reachesOutside = loadsIntoPod(pool.view()) || (store !== undefined && overInternet(store)) || reachesByName(workload);
  const pods = { issuer: identity.issuer, reachesOutside, opens: [...namedEgressRepair(workload), 'weights: Weights.ephemeral()'] };
  return evaluateRules(IDENTITY_RULES, pods);
}

function weightsStoreFindings({ spec, workload }: ReachingPool): UnplacedFinding[] {
  const store = objectStoreOf(spec.weights);
  return store === undefined ? [] : storeFindings(workload, store, spec.identity, spec.cluster.environment);
}

function doorFindings({ spec, door }: ReachingPool): UnplacedFinding[] {
  if (door === undefined) return [];
  const who = `the proxy ${door.workload.namespace.name}/${door.workload.name} of the two stages`;
  return evaluateRules(API_CALLER_RULES, { who, apiServerCidrs: spec.cluster.apiServerCidrs });
}
