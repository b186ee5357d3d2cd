/**
 * Rows of the operators: of each option, and of each operator. The charts are stand-ins of the same names and versions: what is proven is that their
 * releases change in place, and not what their pods do.
 */
import type { FleetPlatformProps, KarpenterNodeClassProps, KarpenterNodePoolsProps } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, allAtOnce, type Rows, type Side } from './row';

/** Props of an operator, where it is installed. */
type Installed<K extends keyof FleetPlatformProps> = Extract<FleetPlatformProps[K], object>;

const OPERATOR_ROWS: Rows<Installed<'keda'>> = {
  namespace: { after: { namespace: 'operators-elsewhere' } },
  version: { after: { version: '99.1.0' } },
  values: { after: { values: { logLevel: 'debug' } } },
};

export const PROMETHEUS_ROWS: Rows<Installed<'prometheus'>> = {
  version: OPERATOR_ROWS.version,
  values: OPERATOR_ROWS.values,
  retentionDays: { after: { retentionDays: 30 } },
  storageGiB: { after: { storageGiB: 100 } },
  storageClass: { after: { storageClass: 'shared-rwx' } },
  callers: { after: { callers: ['ingress'] } },
  deletionProtection: { after: { deletionProtection: false } },
  grafanaAdminSecret: { after: { grafanaAdminSecret: 'grafana-admin' } },
  controlPlaneMetrics: { after: { controlPlaneMetrics: true } },
};

export const KARPENTER_ROWS: Rows<KarpenterNodePoolsProps> = {
  cluster: ANOTHER_CLUSTER,
  nodePools: { before: { nodePools: ['node-pools'] }, after: { nodePools: ['node-pools', 'another'] } },
  nodeClass: { before: { nodeClass: 'gpu' }, after: { nodeClass: 'gpu-2027' } },
  expireAfterHours: { after: { expireAfterHours: 336 } },
  drainMinutes: { after: { drainMinutes: 30 } },
  emptySeconds: { after: { emptySeconds: 60 } },
};

const DISCOVERY = { 'karpenter.sh/discovery': 'prod' };
export const NODE_CLASS = { role: 'nodes', ami: 'al2023@v20260810', subnets: DISCOVERY, securityGroups: DISCOVERY } as const;
const { role: _role, ...WITHOUT_ROLE } = NODE_CLASS;

export const NODE_CLASS_ROWS: Rows<KarpenterNodeClassProps> = {
  role: { before: NODE_CLASS, after: { ...NODE_CLASS, role: 'gpu-nodes' } },
  instanceProfile: { before: NODE_CLASS, after: { ...WITHOUT_ROLE, instanceProfile: 'nodes' } },
  ami: { before: NODE_CLASS, after: { ...NODE_CLASS, ami: 'bottlerocket@1.50.0' } },
  subnets: { before: NODE_CLASS, after: { ...NODE_CLASS, subnets: { tier: 'gpu' } } },
  securityGroups: { before: NODE_CLASS, after: { ...NODE_CLASS, securityGroups: { tier: 'gpu' } } },
  diskGiB: { before: NODE_CLASS, after: { ...NODE_CLASS, diskGiB: 500 } },
  localDisks: { before: NODE_CLASS, after: { ...NODE_CLASS, localDisks: true } },
  capacityReservations: { before: NODE_CLASS, after: { ...NODE_CLASS, capacityReservations: { team: 'research' } } },
  tags: { before: NODE_CLASS, after: { ...NODE_CLASS, tags: { team: 'research' } } },
};

export const GPU_OPERATOR_ROWS: Rows<Installed<'gpuOperator'>> = {
  namespace: { after: { namespace: 'gpu-operator-elsewhere' } },
  version: OPERATOR_ROWS.version,
  values: OPERATOR_ROWS.values,
  driver: { after: { driver: false } },
  toolkit: { after: { toolkit: false } },
  migStrategy: { after: { migStrategy: 'single' } },
  tolerations: { after: { tolerations: [{ key: 'team', operator: 'Exists' }] } },
};

export { OPERATOR_ROWS };

const both = <P>(rows: Rows<P>) => ({ before: allAtOnce(rows, 'before' as Side), after: allAtOnce(rows, 'after' as Side) });

export const PLATFORM_ROWS: Rows<FleetPlatformProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: { after: { cpuNodePools: ['operators'] } },
  prometheus: { before: { prometheus: both(PROMETHEUS_ROWS).before }, after: { prometheus: both(PROMETHEUS_ROWS).after } },
  keda: { before: { keda: {} }, after: { keda: both(OPERATOR_ROWS).after } },
  gpuOperator: { before: { gpuOperator: {} }, after: { gpuOperator: both(GPU_OPERATOR_ROWS).after } },
  // One operator goes, another comes.
  externalSecrets: { before: { externalSecrets: {} }, after: { externalSecrets: 'existing' } },
  postgresOperator: { before: { postgresOperator: false }, after: { postgresOperator: {} } },
  rayOperator: { elsewhere: 'test/platform/fleet-platform: its chart is installed or not, as that of any other operator' },
  leaderWorkerSet: { elsewhere: 'test/platform/fleet-platform: its chart is installed or not, as that of any other operator' },
  rabbitmqOperator: { elsewhere: 'test/platform/manifest-operator: the definition in its file is one that the harness has installed' },
  chartMirror: { after: { chartMirror: 'https://charts.example.com/mirror' } },
};
