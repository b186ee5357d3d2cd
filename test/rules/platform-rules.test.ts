import type { OfferedGpu } from '../../lib/inference/offered-gpu';
import { NODE_LIFE_RULES, OFFERED_GPU_RULES, STARTED_NODE_RULES } from '../../lib/inference/rules';
import { CLUSTER_MAKER_RULES, CLUSTER_NAME_RULES } from '../../lib/platform/access/rules';
import { STARTED_IMAGE_RULES, STARTED_POOL_RULES } from '../../lib/platform/karpenter/rules';
import type { StartedPool } from '../../lib/platform/karpenter/started-pool';
import type { InstalledOperator, PlacedOperator } from '../../lib/platform/platform-view';
import { ABSENT_OPERATOR_RULES, EXISTING_PROMETHEUS_RULES, OPERATOR_RULES, REACHED_OPERATOR_RULES } from '../../lib/platform/rules';
import { describeRules } from './cases';

const installed = (change: Partial<InstalledOperator['operator']> = {}, host = 'prometheus.monitoring.svc'): InstalledOperator => ({
  operator: {
    id: 'prometheus',
    prop: 'prometheus',
    namespace: 'monitoring',
    relied: { crds: { install: true } },
    overrides: {},
    releaseName: 'prometheus',
    ...change,
  },
  prometheusUrl: `http://${host}:9090`,
  brings: [],
});

describeRules('rules of an operator that a platform installs', OPERATOR_RULES, {
  'relied-values-kept': {
    violated: [installed({ overrides: { crds: { install: false } } })],
    compliant: installed({ overrides: { replicas: 2 } }),
    notApplicable: installed(),
  },
  'prometheus-asked': {
    violated: [installed({}, 'prometheus.elsewhere.svc')],
    compliant: installed(),
    notApplicable: installed({ id: 'keda' }, 'prometheus.elsewhere.svc'),
  },
  'operator-not-brought': {
    violated: [{ ...installed(), brings: ['prometheus', 'gpuOperator'] }],
    compliant: { ...installed({ id: 'keda', prop: 'keda' }), brings: ['prometheus'] },
    notApplicable: installed(),
  },
});

const scaled = { group: 'keda.sh', kind: 'ScaledObject', namespace: 'research', name: 'planner' };

describeRules('rules of an operator that is declared absent', ABSENT_OPERATOR_RULES, {
  'operator-there': {
    violated: [{ id: 'keda', prop: 'keda', install: 'remove keda: false', orphans: [scaled] }],
    compliant: { id: 'keda', prop: 'keda', install: 'remove keda: false', orphans: [] },
    notApplicable: 'always',
  },
});

describeRules('rules of a Prometheus that is there already', EXISTING_PROMETHEUS_RULES, {
  'monitors-selected': {
    violated: [{ cluster: 'prod', monitorLabels: undefined, objects: ['PodMonitor planner', 'PrometheusRule watch'] }],
    compliant: { cluster: 'prod', monitorLabels: {}, objects: ['PodMonitor planner'] },
    notApplicable: { cluster: 'prod', monitorLabels: undefined, objects: [] },
  },
});

const startedPool = (more: Partial<StartedPool> = {}): StartedPool => ({
  ...{ name: 'l40s', cluster: 'prod', isDeclared: true, isKarpenters: true, purchase: 'on-demand', nodes: 4, minNodes: 0 },
  ...{ hasReservations: false, deviceClasses: [], parts: null, others: ['l40s'], ...more },
});

const keda: PlacedOperator = { id: 'keda', namespace: 'keda', prop: 'keda', platform: 'platform/operators' };

describeRules('rules of what opens the network to an operator', REACHED_OPERATOR_RULES, {
  'operator-reached': {
    violated: [{ placed: keda, namespace: 'scalers', prop: 'kedaNamespace' }],
    compliant: { placed: keda, namespace: 'keda', prop: 'kedaNamespace' },
    notApplicable: 'always',
  },
});

describeRules('rules of node pools that Karpenter starts', STARTED_POOL_RULES, {
  'pool-of-karpenter': { violated: [startedPool({ isKarpenters: false })], compliant: startedPool(), notApplicable: 'always' },
  'cards-by-plugin': { violated: [startedPool({ deviceClasses: ['gpu.nvidia.com'] })], compliant: startedPool(), notApplicable: 'always' },
  'whole-cards-started': {
    violated: [startedPool({ parts: { prop: 'sharing', resource: 'nvidia.com/gpu.shared' } })],
    compliant: startedPool(),
    notApplicable: 'always',
  },
  'starts-from-zero': {
    violated: [startedPool({ minNodes: 2 })],
    compliant: startedPool(),
    notApplicable: startedPool({ isDeclared: false }),
  },
  'reservations-named': {
    violated: [startedPool({ purchase: 'reserved' })],
    compliant: startedPool({ purchase: 'reserved', hasReservations: true }),
    notApplicable: startedPool({ purchase: 'reserved', hasReservations: null }),
  },
});

describeRules('rules of the image of nodes that Karpenter starts', STARTED_IMAGE_RULES, {
  'image-pinned': { violated: [{ ami: 'al2023@latest' }], compliant: { ami: 'al2023@v20260810' }, notApplicable: 'always' },
});

const offered = (hasOperator: boolean, more: Partial<OfferedGpu> = {}): OfferedGpu => ({
  ...{ gpu: 'H100', cluster: 'prod', platform: 'platform/operators', hasOperator, installsOperator: false, configs: [], deviceClasses: [] },
  ...more,
});
const layout = { nodePool: 'cut', label: 'nvidia.com/mig.config', name: 'agent-fleet-7x1g.10gb', isSelected: true };
const way = { nodePool: 'shared', label: 'nvidia.com/device-plugin.config', name: 'agent-fleet-mps-2', isSelected: true };

describeRules('rules of nodes that Karpenter starts for a pool', STARTED_NODE_RULES, {
  'disk-holds-weights': {
    violated: [{ pool: 'p', nodePool: 'l40s', asksGiB: 36, diskGiB: 40 }],
    compliant: { pool: 'p', nodePool: 'l40s', asksGiB: 36, diskGiB: 300 },
    notApplicable: { pool: 'p', nodePool: 'l40s', asksGiB: null, diskGiB: 20 },
  },
});

const life = { pool: 'p', nodePool: 'l40s', startSeconds: 300, graceSeconds: 150, expireAfterHours: 720, drainMinutes: 120 };

describeRules('rules of how long nodes of Karpenter stay', NODE_LIFE_RULES, {
  'node-outlives-replica': {
    violated: [
      { ...life, drainMinutes: 2 },
      { ...life, expireAfterHours: 1 },
    ],
    compliant: { ...life, drainMinutes: 3 },
    notApplicable: 'always',
  },
});

describeRules('rules of what a platform offers to a pool', OFFERED_GPU_RULES, {
  'gpu-operator-there': { violated: [offered(false)], compliant: offered(true), notApplicable: 'always' },
  'one-driver-for-cards': {
    violated: [offered(true, { installsOperator: true, deviceClasses: ['gpu.nvidia.com'] })],
    compliant: offered(true, { deviceClasses: ['gpu.nvidia.com'] }),
    notApplicable: offered(true),
  },
  'layouts-known': {
    violated: [offered(true, { configs: [{ ...layout, isSelected: false }, way] })],
    compliant: offered(true, { configs: [layout, way], installsOperator: true }),
    notApplicable: offered(true),
  },
});

const eu = { name: 'eu', region: 'eu-north' };

describeRules('rules of values for one cluster', CLUSTER_NAME_RULES, {
  'cluster-said-once': {
    violated: [{ reachedBy: 'by the context prod', values: [eu, { name: 'us', region: undefined }] }],
    compliant: { reachedBy: 'by the context prod', values: [eu, { ...eu, region: undefined }] },
    notApplicable: 'always',
  },
});

describeRules('rules of where a cluster is made', CLUSTER_MAKER_RULES, {
  'cluster-made-elsewhere': {
    violated: [{ name: 'prod', stack: 'research', madeBy: 'aws_eks_cluster.prod.endpoint' }],
    compliant: { name: 'prod', stack: 'research', madeBy: undefined },
    notApplicable: 'always',
  },
});
