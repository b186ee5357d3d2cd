/** Everything that can be wrong with one pool by itself. What pools of a cluster are to each other stands in cluster-findings.ts. */

import { checkpointGiB } from '../capacity/checkpoint-size';
import { tensorParallelInNode } from '../capacity/fit/rules/tensor-parallel-in-node';
import { copiesOf } from '../capacity/gpus-of-replica';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { own } from '../core/own';
import { literalSecretArgs, literalSecrets, secretValues, withoutSecrets } from '../core/secrets/literal-secret';
import { remoteCodeFindings } from '../security/remote-code';
import { workloadNameFindings } from '../security/workload-name';
import { claimFindings } from './claim-findings';
import { loadableFindings } from './loadable-models';
import { inPoolProps } from './pool-changes';
import { ownedFlags, parserFindings } from './pool-parsers';
import type { PoolView } from './pool-view';
import { DEPLOYMENT_RULES } from './rules';
import { scalingFindings } from './scaling-findings';
import type { ScaledWorkload } from './scaling-policy';
import { checkpointFindings } from './served-checkpoint';
import { servingBase, servingSpec, weightsOf } from './serving';

export function poolFindings(pool: PoolView): Finding[] {
  const { path } = pool;
  const unplaced = [
    ...verdictFindings(pool),
    ...scalingFindings(pool.spec.scaling, scaledWorkload(pool)),
    ...pool.engine.checkExtraArgs(pool.spec.extraArgs, ownedFlags(pool)),
    ...pool.engine.checkArgEffects(pool.spec.extraArgs, pool.spec.model.facts.kind),
    ...prefixFindings(pool),
    ...pool.engine.checkEnvironment(Object.keys(pool.spec.env)),
    ...remoteCodeFindings(pool.spec.extraArgs, pool.spec.env, 'extraArgs'),
    ...loadableFindings({
      checkpoint: pool.spec.checkpoint,
      modelRepository: pool.spec.model.facts.huggingFaceId,
      speculative: pool.spec.speculative,
    }),
    ...optionFindings(pool),
    ...parserFindings(pool),
    ...checkpointFindings(pool.spec, pool.engine),
    ...pool.engine.checkRelease(),
    ...nameFindings(pool),
    ...claimFindings({
      source: pool.spec.weights?.source,
      model: pool.spec.model.id,
      // Of another repository than the model's own nobody knows the size.
      leastGiB: pool.spec.checkpoint === undefined ? checkpointGiB(pool.replica) : null,
      plannedGiB: checkpointGiB(pool.replica),
    }),
    ...tokenFindings(pool),
    ...evaluateRules(DEPLOYMENT_RULES, pool, { environment: pool.environment }),
  ];
  const { env, extraArgs } = pool.spec;
  const secrets = [...literalSecrets(env, path, 'env'), ...literalSecretArgs(extraArgs, path, 'extraArgs')];
  return withoutSecrets([...unplaced.map((finding) => place(path, finding)), ...secrets], secretValues(env, extraArgs));
}

function scaledWorkload({ name, engine }: PoolView): ScaledWorkload {
  return { name, metricsPath: engine.metricsPath, metricsSource: engine.name, metrics: engine.metrics };
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

/** What props ask of the engine: can this release, this engine, this model do it, and does nobody else say otherwise? */
function optionFindings(pool: PoolView): UnplacedFinding[] {
  const { adapter } = pool;
  const args = adapter.args({ ...servingSpec(pool), extraArgs: [] });
  return [...pool.engine.checkOwnArgs(args), ...adapter.limits(servingBase(pool)), ...ownedVariables(pool)];
}

/** AF-ENG-032: what roles declare as shared or cached is held once only where the engine caches prompts. */
function prefixFindings(pool: PoolView): UnplacedFinding[] {
  if (pool.replica.prefixCaching !== false) return [];
  const relying = pool.demand.planned.filter(
    ({ sharedPrefixTokens = 0, rate }) => sharedPrefixTokens > 0 || (rate?.cachedInputTokens ?? 0) > 0,
  );
  return relying.map(({ fleet, role }) => ({
    code: 'AF-ENG-032',
    severity: 'error',
    prop: 'extraArgs',
    value: '--no-enable-prefix-caching',
    message: `${fleet}/${role} plans with prompts that are kept, and extraArgs switch prefix caching off`,
    repairs: ['remove --no-enable-prefix-caching', `roles.${role} without sharedPrefixTokens`],
  }));
}

function ownedVariables({ spec, adapter }: PoolView): UnplacedFinding[] {
  return Object.keys(spec.env).flatMap((name) => {
    const prop = own(adapter.ownedEnvironment, name);
    if (prop === undefined) return [];
    const message = `${name} is set by ${prop}; in env it would start another replica than planned, or one that reaches further`;
    return [
      { code: 'AF-ENG-023', severity: 'error' as const, prop: `env.${name}`, value: name, message, repairs: [`remove it and set ${prop}`] },
    ];
  });
}

/** The autoscaler makes an HPA whose name has nine more letters. */
const MAX_POOL_NAME = 54;

function nameFindings(pool: PoolView): UnplacedFinding[] {
  const isGiven = pool.spec.name !== undefined;
  const isReserved = pool.engine.reasonAgainstName(pool.name) !== undefined;
  const name = isReserved ? '' : pool.name;
  return workloadNameFindings(name, {
    becomes: 'a Deployment and a Service',
    example: "new InferencePool(stack, 'planner', …)",
    max: MAX_POOL_NAME,
    isGiven,
  }).map((finding) => ({
    ...finding,
    value: pool.name,
    ...(isReserved && isGiven ? { repairs: [`name: '${pool.name}-model'`] } : {}),
  }));
}

/** A token that nobody uses is one too many. */
function tokenFindings(pool: PoolView): UnplacedFinding[] {
  const { huggingFaceToken } = pool.spec;
  const { kind, repositories } = weightsOf(pool);
  if (huggingFaceToken === undefined || repositories.length > 0) return [];
  const why = kind === 'existing-claim' ? 'the weights are in the claim already' : 'the checkpoint is a path';
  return [
    {
      code: 'AF-ENG-027',
      severity: 'error',
      prop: 'huggingFaceToken',
      value: huggingFaceToken.name,
      allowed: 'no token',
      message: `nothing is downloaded, because ${why}; a token for the hub would change nothing`,
      repairs: ['remove huggingFaceToken', 'weights: Weights.claim()'],
    },
  ];
}
