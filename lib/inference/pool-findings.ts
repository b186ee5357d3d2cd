/** Everything that can be wrong with one pool, asked once when the app is synthesized. */
import { tensorParallelInNode } from '../capacity/fit/rules/tensor-parallel-in-node';
import { closest } from '../core/closest';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { own } from '../core/own';
import { literalSecretArgs, literalSecrets, secretValues, withoutSecrets } from '../core/secrets/literal-secret';
import type { NodePool } from '../platform/node-pool';
import { remoteCodeFindings } from '../security/remote-code';
import { workloadNameFindings } from '../security/workload-name';
import { claimFindings } from './claim-findings';
import type { EngineAdapter } from './engines/adapter';
import { quotaFindings } from './gpu-quota';
import { gpuSupportFindings } from './gpu-support';
import type { InferencePool } from './inference-pool';
import { loadableFindings } from './loadable-models';
import { copiesOf, gpusOfPod } from './pod-shape';
import { inPoolProps } from './pool-changes';
import { ownedFlags, parserFindings } from './pool-parsers';
import { servingBase, servingSpec, weightsOf } from './pool-resources';
import { checkpointGiB } from './pool-weights';
import { sharedQueueFindings } from './pools-together';
import { scalingFindings } from './scaling-findings';
import { checkpointFindings } from './served-checkpoint';

export function poolFindings(pool: InferencePool, adapter: EngineAdapter): Finding[] {
  const path = pool.node.path;
  const unplaced = [
    ...verdictFindings(pool),
    ...sharedQueueFindings(pool),
    ...scalingFindings(pool.spec.scaling, pool),
    ...pool.engine.checkExtraArgs(pool.spec.extraArgs, ownedFlags(pool, adapter)),
    ...pool.engine.checkArgEffects(pool.spec.extraArgs, pool.spec.model.facts.kind),
    ...prefixFindings(pool),
    ...pool.engine.checkEnvironment(Object.keys(pool.spec.env)),
    ...remoteCodeFindings(pool.spec.extraArgs, pool.spec.env, 'extraArgs'),
    ...loadableFindings({
      checkpoint: pool.spec.checkpoint,
      modelRepository: pool.spec.model.facts.huggingFaceId,
      speculative: pool.spec.speculative,
    }),
    ...optionFindings(pool, adapter),
    ...parserFindings(pool),
    ...checkpointFindings(pool.spec, pool.engine),
    ...pool.engine.checkRelease(),
    ...nameFindings(pool),
    ...claimFindings({
      source: pool.spec.weights?.source,
      model: pool.spec.model.id,
      // Of another repository than the model's own nobody knows the size.
      leastGiB: pool.spec.checkpoint === undefined ? checkpointGiB(pool.spec.model, pool.replica) : null,
      plannedGiB: checkpointGiB(pool.spec.model, pool.replica),
      maxReplicas: pool.maxReplicas,
      replicasProp: pool.spec.scaling === undefined ? 'replicas' : 'scaling.max',
    }),
    ...tokenFindings(pool, adapter),
    ...placementFindings(pool),
    ...nodeSizeFindings(pool),
    ...gpuSupportFindings(pool),
    ...quotaFindings(pool),
  ];
  const { env, extraArgs } = pool.spec;
  const secrets = [...literalSecrets(env, path, 'env'), ...literalSecretArgs(extraArgs, path, 'extraArgs')];
  return withoutSecrets([...unplaced.map((finding) => place(path, finding)), ...secrets], secretValues(env, extraArgs));
}

/** Where the nodes are known AF-CLU-004 says that a group is larger than a node, with their size. */
function verdictFindings(pool: InferencePool): UnplacedFinding[] {
  const { replica, spec } = pool;
  const said = (code: string) => code === tensorParallelInNode.code && replica.gpusPerNode !== undefined;
  const roles = [...new Set(pool.demands().map(({ role }) => role))];
  const scaling = spec.scaling === undefined ? undefined : { min: pool.minReplicas, max: pool.maxReplicas };
  const props = { copies: copiesOf(replica), scaling, role: roles.length === 1 ? roles[0] : undefined };
  return pool
    .verdict()
    .findings.filter(({ code }) => !said(code))
    .map((finding) => inPoolProps(finding, props));
}

/** What props ask of the engine: can this release, this engine, this model do it, and does nobody else say otherwise? */
function optionFindings(pool: InferencePool, adapter: EngineAdapter): UnplacedFinding[] {
  const args = adapter.args({ ...servingSpec(pool), extraArgs: [] });
  return [...pool.engine.checkOwnArgs(args), ...adapter.limits(servingBase(pool)), ...ownedVariables(pool, adapter)];
}

/** AF-ENG-032: what roles declare as shared or cached is held once only where the engine caches prompts. */
function prefixFindings(pool: InferencePool): UnplacedFinding[] {
  if (pool.replica.prefixCaching !== false) return [];
  const relying = pool.demands().filter(({ sharedPrefixTokens = 0, rate }) => sharedPrefixTokens > 0 || (rate?.cachedInputTokens ?? 0) > 0);
  return relying.map(({ fleet, role }) => ({
    code: 'AF-ENG-032',
    severity: 'error',
    prop: 'extraArgs',
    value: '--no-enable-prefix-caching',
    message: `${fleet}/${role} plans with prompts that are kept, and extraArgs switch prefix caching off`,
    repairs: ['remove --no-enable-prefix-caching', `roles.${role} without sharedPrefixTokens`],
  }));
}

function ownedVariables({ spec }: InferencePool, { ownedEnvironment }: EngineAdapter): UnplacedFinding[] {
  return Object.keys(spec.env).flatMap((name) => {
    const prop = own(ownedEnvironment, name);
    if (prop === undefined) return [];
    const message = `${name} is set by ${prop}; in env it would start another replica than planned, or one that reaches further`;
    return [
      { code: 'AF-ENG-023', severity: 'error' as const, prop: `env.${name}`, value: name, message, repairs: [`remove it and set ${prop}`] },
    ];
  });
}

/** The autoscaler makes an HPA whose name has nine more letters. */
const MAX_POOL_NAME = 54;

function nameFindings(pool: InferencePool): UnplacedFinding[] {
  const name = pool.engine.reasonAgainstName(pool.name) === undefined ? pool.name : '';
  return workloadNameFindings(name, {
    becomes: 'a Deployment and a Service',
    example: "new InferencePool(stack, 'planner', …)",
    max: MAX_POOL_NAME,
  }).map((finding) => ({ ...finding, value: pool.name }));
}

/** A token that nobody uses is one too many. */
function tokenFindings(pool: InferencePool, adapter: EngineAdapter): UnplacedFinding[] {
  const { huggingFaceToken } = pool.spec;
  const { kind, repositories } = weightsOf(pool, adapter);
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

function placementFindings(pool: InferencePool): UnplacedFinding[] {
  const { cluster, spec } = pool;
  if (spec.nodePool !== undefined) return namedPoolFindings(pool, spec.nodePool);
  if (cluster.nodePools.length > 0 && cluster.nodePoolsFor(spec.gpu).length === 0) {
    return [
      {
        code: 'AF-CLU-002',
        severity: 'error',
        prop: 'gpu',
        value: spec.gpu.id,
        allowed: gpusOnCluster(pool),
        message: `no node pool of cluster ${cluster.name} carries ${spec.gpu.name}; its pods would stay pending for ever`,
        repairs: [`add a node pool with ${spec.gpu.name} to the cluster`, `gpu: one of ${gpusOnCluster(pool)}`],
      },
    ];
  }
  if (cluster.nodePools.length === 0 && spec.gpu.facts.productLabels.length === 0) {
    return [
      {
        code: 'AF-CLU-003',
        severity: 'error',
        prop: 'gpu',
        value: spec.gpu.id,
        allowed: 'a GPU whose product label is known, or a node pool with labels',
        message: `the node label of ${spec.gpu.name} is not known, so its nodes cannot be selected`,
        repairs: ["nodePools: { 'my-gpus': { gpu, nodes, labels: { … } } } on the cluster"],
      },
    ];
  }
  return [];
}

function namedPoolFindings(pool: InferencePool, name: string): UnplacedFinding[] {
  const { cluster, spec } = pool;
  const nodePool = cluster.nodePools.find((candidate) => candidate.name === name);
  const base = { code: 'AF-CLU-002', severity: 'error' as const, prop: 'nodePool', value: name };
  const names = cluster.nodePools.map((candidate) => candidate.name);
  if (nodePool === undefined) {
    const suggestion = closest(name, names);
    return [
      {
        ...base,
        allowed: names.join(', ') || 'none: the cluster declares no node pools',
        message: `cluster ${cluster.name} has no node pool "${name}"`,
        repairs: [suggestion === undefined ? 'declare it in nodePools of the cluster' : `nodePool: '${suggestion}'`],
      },
    ];
  }
  if (nodePool.gpu?.id === spec.gpu.id) return unmarkedFindings(pool, nodePool);
  const has = nodePool.gpu === undefined ? 'is a CPU pool' : `carries ${nodePool.gpu.name}`;
  const fitting = cluster.nodePoolsFor(spec.gpu).map((candidate) => `nodePool: '${candidate.name}'`);
  return [
    {
      ...base,
      allowed: `a node pool with ${spec.gpu.name}`,
      message: `node pool "${name}" ${has}, but the pool needs ${spec.gpu.name}`,
      repairs: fitting.length > 0 ? fitting : [`add a node pool with ${spec.gpu.name} to the cluster`],
    },
  ];
}

/** Without labels of its own a node pool is found by its GPU alone, and so is every other one that carries it. */
function unmarkedFindings({ cluster, spec }: InferencePool, { name, labels }: NodePool): UnplacedFinding[] {
  const others = cluster.nodePoolsFor(spec.gpu).filter((other) => other.name !== name);
  if (labels !== undefined || others.length === 0) return [];
  const names = others.map((other) => `"${other.name}"`).join(', ');
  return [
    {
      code: 'AF-CLU-002',
      severity: 'error',
      prop: 'nodePool',
      value: name,
      allowed: 'a node pool whose labels tell it from the others with its GPU',
      message: `node pool "${name}" has no labels, so its pods could land on ${names}, which carry ${spec.gpu.name} as well`,
      repairs: [`labels on node pool "${name}" of the cluster, e.g. { 'agent-fleet/pool': '${name}' }`, 'leave nodePool out'],
    },
  ];
}

function gpusOnCluster(pool: InferencePool): string {
  const names = pool.cluster.nodePools.flatMap((nodePool) => (nodePool.gpu === undefined ? [] : [nodePool.gpu.name]));
  return names.length === 0 ? 'none: the cluster has CPU nodes only' : [...new Set(names)].join(', ');
}

/** One replica must fit into one node: none of its ways to spread leaves the pod. */
function nodeSizeFindings(pool: InferencePool): UnplacedFinding[] {
  const { spec } = pool;
  const candidates = pool.cluster.nodePoolsFor(spec.gpu, spec.nodePool);
  const largest = Math.max(0, ...candidates.map((nodePool) => nodePool.gpusPerNode));
  const asked = gpusOfPod(pool.replica);
  if (candidates.length === 0 || asked <= largest) return [];
  const spread = asked > spec.gpusPerReplica;
  const place = spec.nodePool === undefined ? `the largest node of cluster ${pool.cluster.name}` : `a node of pool "${spec.nodePool}"`;
  return [
    {
      code: 'AF-CLU-004',
      severity: 'error',
      prop: spread ? 'parallelism' : 'gpusPerReplica',
      value: asked,
      allowed: `at most ${largest}, the GPUs of one node`,
      message: `one replica needs ${asked} × ${spec.gpu.name}, but ${place} has ${largest}`,
      repairs: [
        spread ? `gpusPerReplica × stages × copies ≤ ${largest}` : `gpusPerReplica: ${largest}`,
        `a node pool with ${asked} GPUs per node`,
      ],
    },
  ];
}
