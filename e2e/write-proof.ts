/** Writes `docs/proof.md` of a whole run. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ClusterUnderTest } from './cluster-under-test';
import { ETCD_VERSION, KEDA_VERSION, KUBERNETES_VERSION, KWOK_VERSION, PROMETHEUS_VERSION } from './control-plane/tools';
import type { Stopwatch } from './machine/stopwatch';
import { type Environment, renderProof } from './report/proof';
import type { Results } from './report/results';
import type { Transport } from './transports/transport';

const FILE = path.resolve(__dirname, '..', 'docs', 'proof.md');

export function writeProof(results: Results, watch: Stopwatch, cluster: ClusterUnderTest, transport: Transport): void {
  const environment: Environment = {
    parts: partsOf(cluster),
    transport: transport.description,
    date: new Date().toISOString().slice(0, 10),
  };
  fs.mkdirSync(path.dirname(FILE), { recursive: true });
  fs.writeFileSync(FILE, renderProof(results, watch.stages, environment));
  console.log(`wrote ${path.relative(process.cwd(), FILE)}`);
}

function partsOf({ plane, crds }: ClusterUnderTest): Environment['parts'] {
  const own: Environment['parts'] = [
    ['Kubernetes (API server, controller manager, scheduler)', KUBERNETES_VERSION],
    ['etcd', ETCD_VERSION],
    ['kwok (nodes and kubelets)', KWOK_VERSION],
    ['KEDA (operator and metrics adapter)', KEDA_VERSION],
    ['Prometheus', PROMETHEUS_VERSION],
  ];
  return [
    ['machine', `${os.cpus().length} processors, load average ${os.loadavg()[2]?.toFixed(1)} at the end`],
    ['Node.js', process.version],
    ...(plane === undefined ? [['cluster', 'given by KUBECONFIG'] as const] : own),
    ...crds.map(({ operator, version, count }) => [`${operator}: custom resource definitions`, `${version} (${count})`] as const),
  ];
}
