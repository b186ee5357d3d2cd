/** Records the parts that ran, and writes `docs/proof.md` anew from all records. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ClusterUnderTest } from './cluster-under-test';
import { ETCD_VERSION, KEDA_VERSION, KUBERNETES_VERSION, KWOK_VERSION, PROMETHEUS_VERSION } from './control-plane/tools';
import { output } from './machine/command';
import type { Stopwatch } from './machine/stopwatch';
import type { Options, Part } from './options';
import { renderProof } from './report/proof';
import { type ProofRecord, readRecords, writeRecord } from './report/proof-record';
import type { Results } from './report/results';
import type { Transport } from './transports/transport';

const REPOSITORY = path.resolve(__dirname, '..');
const RECORDS = path.join(__dirname, 'proof');
const PAGE = path.join(REPOSITORY, 'docs', 'proof.md');

export interface Proven {
  readonly options: Options;
  readonly results: Results;
  readonly watch: Stopwatch;
  readonly cluster: ClusterUnderTest;
}

export async function writeProof({ options, results, watch, cluster }: Proven, transport: Transport): Promise<void> {
  const shared = {
    commit: await commit(),
    date: new Date().toISOString().slice(0, 10),
    transport: transport.description,
    versions: versionsOf(cluster),
  };
  for (const part of options.parts) {
    const own = results.all.filter((result) => result.part === part).map(({ part: _, ...result }) => result);
    if (own.length > 0) writeRecord(RECORDS, { part, ...shared, seconds: secondsOf(watch, part), results: own });
  }
  fs.writeFileSync(PAGE, renderProof(readRecords(RECORDS)));
  console.log(`wrote ${path.relative(process.cwd(), PAGE)}`);
}

/** Of a part, and of the examples each on its own. */
const secondsOf = ({ stages }: Stopwatch, part: Part): number =>
  stages.filter((stage) => stage.part === part).reduce((sum, { seconds }) => sum + seconds, 0);

/** Work that is not committed is said to be. */
async function commit(): Promise<string> {
  const git = (args: readonly string[]) => output('git', ['-C', REPOSITORY, ...args]);
  const [head, changed] = [
    await git(['rev-parse', '--short', 'HEAD']),
    await git(['status', '--porcelain', '--', 'lib', 'e2e', 'examples', ':!e2e/proof']),
  ];
  return `${head.trim()}${changed.trim() === '' ? '' : ' and uncommitted work'}`;
}

function versionsOf({ plane, crds }: ClusterUnderTest): ProofRecord['versions'] {
  const own: ProofRecord['versions'] = [
    ['Kubernetes (API server, controller manager, scheduler)', KUBERNETES_VERSION],
    ['etcd', ETCD_VERSION],
    ['kwok (nodes and kubelets)', KWOK_VERSION],
    ['KEDA (operator and metrics adapter)', KEDA_VERSION],
    ['Prometheus', PROMETHEUS_VERSION],
  ];
  return [
    ['machine', `${os.cpus().length} processors`],
    ['Node.js', process.version],
    ...(plane === undefined ? [['cluster', 'given by KUBECONFIG'] as const] : own),
    ...crds.map(({ operator, version, count }) => [`${operator}: custom resource definitions`, `${version} (${count})`] as const),
  ];
}
