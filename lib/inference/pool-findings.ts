/** Everything that can be wrong with one pool by itself. cluster-findings.ts judges the pools of a cluster together. */

import { tensorParallelInNode } from '../capacity/fit/rules/tensor-parallel-in-node';
import { copiesOf } from '../capacity/gpus-of-replica';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { literalSecretArgs, literalSecrets, secretValues, withoutSecrets } from '../core/secrets/literal-secret';
import { STARTED_RULES } from '../security/rules';
import { workloadNameFindings } from '../security/workload-name';
import { floorReplicas } from './burst';
import { inPoolProps } from './pool-changes';
import { ownedFlags } from './pool-parsers';
import type { PoolView } from './pool-view';
import { DEPLOYMENT_RULES, ENGINE_RULES, LOADED_RULES, MONEY_RULES, SERVING_RULES } from './rules';
import { scaledLoad } from './scaled-load';
import { scalingMetrics } from './scaling-metrics';
import type { ScaledWorkload } from './scaling-policy';
import { namedCheckpoint } from './served-checkpoint';
import { servingSpec, startupSeconds } from './serving';

export function poolFindings(pool: PoolView): Finding[] {
  const { path, environment } = pool;
  const unplaced = [
    ...verdictFindings(pool),
    ...(pool.spec.scaling?.findings(scaledWorkload(pool)) ?? []),
    ...evaluateRules(SERVING_RULES, pool, { environment }),
    ...pool.engine.checkExtraArgs(pool.spec.extraArgs, ownedFlags(pool)),
    ...pool.engine.checkArgEffects(pool.spec.extraArgs, pool.spec.model.facts.kind),
    ...pool.engine.checkEnvironment(Object.keys(pool.spec.env)),
    ...pool.engine.checkVariableValues(pool.spec.env, pool.adapter.args(servingSpec(pool))),
    ...evaluateRules(STARTED_RULES, { args: pool.spec.extraArgs, env: pool.spec.env, argsProp: 'extraArgs' }),
    ...evaluateRules(LOADED_RULES, {
      checkpoint: namedCheckpoint(pool.spec),
      modelRepository: pool.spec.model.facts.huggingFaceId,
      speculative: pool.spec.speculative,
    }),
    ...pool.engine.checkOwnArgs(pool.adapter.args({ ...servingSpec(pool), extraArgs: [] })),
    ...evaluateRules(ENGINE_RULES, pool, { environment }),
    ...pool.engine.checkRelease(),
    ...nameFindings(pool),
    ...evaluateRules(DEPLOYMENT_RULES, pool, { environment }),
    ...evaluateRules(MONEY_RULES, pool, { environment }),
  ];
  const { env, extraArgs } = pool.spec;
  const secrets = [...literalSecrets(env, path, 'env'), ...literalSecretArgs(extraArgs, path, 'extraArgs')];
  return withoutSecrets([...unplaced.map((finding) => place(path, finding)), ...secrets], secretValues(env, extraArgs));
}

function scaledWorkload(pool: PoolView): ScaledWorkload {
  const { name, engine } = pool;
  const { metricsPath } = engine;
  return {
    name,
    metricsPath,
    ...scalingMetrics(engine, pool.spec.model),
    startupSeconds: startupSeconds(pool),
    floorReplicas: floorReplicas(pool),
    load: scaledLoad(pool),
  };
}

/** Where the nodes are known AF-CLU-004 says that a group is larger than a node, with their size. */
function verdictFindings(pool: PoolView): UnplacedFinding[] {
  const { replica, spec } = pool;
  const said = (code: string) => code === tensorParallelInNode.code && replica.gpusPerNode !== undefined;
  const roles = [...new Set(pool.demand.planned.map(({ role }) => role))];
  const scaling = spec.scaling === undefined ? undefined : { min: pool.minReplicas, max: pool.maxReplicas };
  const writesTensor = spec.parallelism?.tensor !== undefined;
  const spread = { tensor: replica.tensorParallel, pipeline: replica.pipelineParallel ?? 1, writesTensor };
  const props = { copies: copiesOf(replica), spread, scaling, role: roles.length === 1 ? roles[0] : undefined };
  return pool.verdict.findings.filter(({ code }) => !said(code)).map((finding) => inPoolProps(finding, props));
}

/** The autoscaler makes an HPA whose name has nine more letters. */
const MAX_POOL_NAME = 54;

const reservedName = (name: string, prop: 'name' | 'id', reason: string) => ({
  allowed: 'a name that the engine does not keep for itself',
  message: `the ${prop} "${name}" cannot be that of a Service here: ${reason}`,
  repairs: [prop === 'name' ? `name: '${name}-model'` : `new InferencePool(stack, '${name}-model', …)`],
});

function nameFindings(pool: PoolView): UnplacedFinding[] {
  const isGiven = pool.spec.name !== undefined;
  const reason = pool.engine.reasonAgainstName(pool.name);
  return workloadNameFindings(reason === undefined ? pool.name : '', {
    becomes: 'a Deployment and a Service',
    example: "new InferencePool(stack, 'planner', …)",
    max: Math.min(MAX_POOL_NAME, pool.adapter.operated?.longestName ?? MAX_POOL_NAME),
    isGiven,
  }).map((finding) => ({
    ...finding,
    value: pool.name,
    ...(reason === undefined ? {} : reservedName(pool.name, isGiven ? 'name' : 'id', reason)),
  }));
}
