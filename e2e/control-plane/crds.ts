/**
 * Definitions of the custom resources that fleets use, out of the operators' own Go modules. They stand in for the operators
 * whose charts cannot be fetched, and the API server validates every custom resource against them.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeClient } from '../cluster/kube-client';
import { KubeError } from '../cluster/kube-error';
import { at, isRecord, type KubeObject } from '../cluster/kube-object';
import { cacheFolder } from '../machine/cache-folder';
import { lastLines, output, run } from '../machine/command';
import { waitFor } from '../machine/wait';
import { NotAvailable } from './build';

interface Source {
  readonly operator: string;
  /** Folder of the module that pins the operator. */
  readonly pinnedBy: string;
  readonly module: string;
  readonly folder: string;
  /** Files to install: what fleets may hold and what the operator itself needs. The rest costs seconds and proves nothing. */
  readonly files: RegExp;
  /** Of these, names of the definitions, where a file holds more. @default - all */
  readonly names?: RegExp;
  /** Without these no fleet applies. */
  readonly needed: readonly string[];
}

export const CRD_SOURCES: readonly Source[] = [
  {
    operator: 'KEDA',
    pinnedBy: 'keda',
    module: 'github.com/kedacore/keda/v2',
    folder: 'config/crd/bases',
    files: /keda\.sh_/,
    needed: ['scaledobjects.keda.sh'],
  },
  {
    operator: 'Prometheus operator',
    pinnedBy: 'crds',
    module: 'github.com/prometheus-operator/prometheus-operator',
    folder: 'example/prometheus-operator-crd',
    files: /_(podmonitors|servicemonitors|prometheusrules|probes|scrapeconfigs)\./,
    needed: ['podmonitors.monitoring.coreos.com', 'prometheusrules.monitoring.coreos.com'],
  },
  {
    operator: 'CloudNativePG',
    pinnedBy: 'crds',
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    folder: 'config/crd/bases',
    files: /_(clusters|databases|poolers|scheduledbackups)\./,
    needed: ['clusters.postgresql.cnpg.io', 'poolers.postgresql.cnpg.io'],
  },
  {
    operator: 'Barman Cloud plugin',
    pinnedBy: 'crds',
    module: 'github.com/cloudnative-pg/plugin-barman-cloud',
    folder: 'config/crd/bases',
    files: /_objectstores\./,
    needed: ['objectstores.barmancloud.cnpg.io'],
  },
  {
    operator: 'RabbitMQ cluster operator',
    pinnedBy: 'crds',
    module: 'github.com/rabbitmq/cluster-operator/v2',
    folder: 'config/crd/bases',
    files: /_rabbitmqclusters\./,
    needed: ['rabbitmqclusters.rabbitmq.com'],
  },
  {
    // The newest release that the proxy of Go modules has; the chart that is pinned is two releases ahead.
    operator: 'LeaderWorkerSet',
    pinnedBy: 'crds',
    module: 'sigs.k8s.io/lws',
    folder: 'config/crd/bases',
    files: /_leaderworkersets\./,
    needed: ['leaderworkersets.leaderworkerset.x-k8s.io'],
  },
  {
    // The newest release that the proxy of Go modules has; the chart that is pinned is two releases ahead.
    operator: 'KubeRay',
    pinnedBy: 'crds',
    module: 'github.com/ray-project/kuberay/ray-operator',
    folder: 'config/crd/bases',
    files: /_rayservices\./,
    needed: ['rayservices.ray.io'],
  },
  {
    operator: 'cert-manager',
    pinnedBy: 'crds',
    module: 'github.com/cert-manager/cert-manager',
    folder: 'deploy/crds',
    files: /^cert-manager\.io_certificates\./,
    needed: ['certificates.cert-manager.io'],
  },
  {
    operator: 'Cilium',
    pinnedBy: 'crds',
    module: 'github.com/cilium/cilium',
    folder: 'pkg/k8s/apis/cilium.io/client/crds/v2',
    files: /ciliumnetworkpolicies\./,
    needed: ['ciliumnetworkpolicies.cilium.io'],
  },
  {
    operator: 'Istio',
    pinnedBy: 'crds',
    module: 'istio.io/api',
    folder: 'kubernetes',
    files: /^customresourcedefinitions\.gen\.yaml$/,
    names: /^(authorizationpolicies|peerauthentications)\.security\.istio\.io$/,
    needed: ['authorizationpolicies.security.istio.io', 'peerauthentications.security.istio.io'],
  },
  {
    operator: 'Kyverno',
    pinnedBy: 'crds',
    module: 'github.com/kyverno/kyverno',
    folder: 'config/crds/policies.kyverno.io',
    files: /_namespacedimagevalidatingpolicies\./,
    needed: ['namespacedimagevalidatingpolicies.policies.kyverno.io'],
  },
  {
    operator: 'Karpenter',
    pinnedBy: 'karpenter',
    module: 'github.com/aws/karpenter-provider-aws',
    folder: 'pkg/apis/crds',
    files: /_(nodepools|ec2nodeclasses)\./,
    needed: ['nodepools.karpenter.sh', 'ec2nodeclasses.karpenter.k8s.aws'],
  },
  {
    operator: 'External Secrets',
    pinnedBy: 'crds',
    module: 'github.com/external-secrets/external-secrets',
    folder: 'config/crds/bases',
    files: /_(externalsecrets|passwords)\./,
    needed: ['externalsecrets.external-secrets.io', 'passwords.generators.external-secrets.io'],
  },
];

/** What operators watch besides: megabytes that only the drill with the operators themselves needs. */
export const OPERATOR_CRDS: readonly Source[] = [
  {
    operator: 'KubeRay itself',
    pinnedBy: 'crds',
    module: 'github.com/ray-project/kuberay/ray-operator',
    folder: 'config/crd/bases',
    files: /_ray(clusters|jobs)\./,
    needed: ['rayclusters.ray.io', 'rayjobs.ray.io'],
  },
  {
    operator: 'CloudNativePG itself',
    pinnedBy: 'crds',
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    folder: 'config/crd/bases',
    files: /_(backups|clusterimagecatalogs|databaseroles|failoverquorums|imagecatalogs|publications|subscriptions)\./,
    needed: ['backups.postgresql.cnpg.io'],
  },
];

export interface InstalledCrds {
  readonly operator: string;
  readonly version: string;
  readonly count: number;
}

/** Installs the definitions and waits until the server serves them. */
export async function installCrds(client: KubeClient, of: readonly Source[] = CRD_SOURCES): Promise<InstalledCrds[]> {
  const sources = await Promise.all(of.map(readSource));
  const crds = sources.flatMap((source) => source.crds);
  await Promise.all(crds.map((crd) => install(client, crd)));
  await waitFor('establishing the custom resource definitions', () => allEstablished(client, crds), { seconds: 60 });
  client.resources.forget();
  return sources.map(({ operator, version, crds: own }) => ({ operator, version, count: own.length }));
}

/**
 * For a cluster that was given: what it has stays as it is; only the definitions of operators that it lacks are fetched and installed.
 * @throws NotAvailable when some are missing and cannot be fetched: the message names them
 */
export async function addMissingCrds(client: KubeClient): Promise<InstalledCrds[]> {
  const live = (await client.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition')).map((crd) => crd.metadata.name);
  const lacking = CRD_SOURCES.filter(({ needed }) => needed.some((name) => !live.includes(name)));
  const own = CRD_SOURCES.filter((source) => !lacking.includes(source)).map(({ operator, needed }) => ({
    operator,
    version: 'of the cluster',
    count: needed.length,
  }));
  if (lacking.length === 0) return own;
  const names = lacking.map(({ operator, needed }) => `${operator} (${needed.join(', ')})`).join(', ');
  console.log(`the cluster lacks the definitions of ${names}: they are installed`);
  return [...own, ...(await installCrds(client, lacking).catch((error: unknown) => explain(error, names)))];
}

function explain(error: unknown, names: string): never {
  if (!(error instanceof NotAvailable)) throw error;
  throw new NotAvailable(
    `the cluster lacks the definitions of ${names}. Install these operators, or what fetches their definitions: ${error.message}`,
  );
}

/** A plain create: server-side apply of such large objects takes a second each. What is there already stays as it is. */
async function install(client: KubeClient, crd: KubeObject): Promise<void> {
  const path = await client.resources.collection(crd.apiVersion, crd.kind);
  await client.request('POST', path, { body: crd }).catch((error: unknown) => {
    if (!(error instanceof KubeError && error.status === 409)) throw error;
  });
}

async function allEstablished(client: KubeClient, crds: readonly KubeObject[]): Promise<true | undefined> {
  const wanted = new Set(crds.map((crd) => crd.metadata.name));
  const live = await client.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
  const established = live.filter((crd) => wanted.has(crd.metadata.name) && hasCondition(crd, 'Established'));
  return established.length === wanted.size ? true : undefined;
}

async function readSource({ operator, pinnedBy, module, folder, files, names }: Source) {
  const { dir, version } = await moduleFolder(path.join(__dirname, pinnedBy), module);
  const cache = cacheFolder('crds', `${path.basename(module)}-${version}-${hash(files.source)}.json`);
  if (!fs.existsSync(cache)) writeCache(cache, readFolder(path.join(dir, folder), files));
  const crds = JSON.parse(fs.readFileSync(cache, 'utf8')) as KubeObject[];
  return { operator, version, crds: crds.filter(({ metadata }) => names === undefined || names.test(metadata.name)) };
}

/** Parsing the YAML takes ten times as long as installing it. */
function writeCache(file: string, crds: readonly KubeObject[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(crds));
  fs.renameSync(`${file}.${process.pid}`, file);
}

function readFolder(folder: string, files: RegExp): KubeObject[] {
  const names = fs.readdirSync(folder).filter((file) => files.test(file));
  return names.flatMap((name) => readCrds(path.join(folder, name)));
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** `go mod download` verifies the module against go.sum. */
async function moduleFolder(pinnedBy: string, module: string): Promise<{ dir: string; version: string }> {
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const download = await run('go', ['mod', 'download', module], { cwd: pinnedBy, env });
  if (download.code === 127) throw new NotAvailable(`Go is not installed (https://go.dev/doc/install), and ${module} is a Go module`);
  if (download.code !== 0) throw new NotAvailable(`${module} cannot be fetched: ${lastLines(download.stderr, 3)}`);
  const line = await output('go', ['list', '-m', '-f', '{{.Dir}} {{.Version}}', module], { cwd: pinnedBy, env });
  const [dir = '', version = ''] = line.trim().split(' ');
  return { dir, version };
}

function readCrds(file: string): KubeObject[] {
  return parseAllDocuments(fs.readFileSync(file, 'utf8'))
    .map((document) => document.toJS() as unknown)
    .filter((value): value is KubeObject => isRecord(value) && value['kind'] === 'CustomResourceDefinition')
    .map(withoutWebhook);
}

/** The operators' webhooks do not answer here. */
function withoutWebhook(crd: KubeObject): KubeObject {
  const { status: _status, ...rest } = crd;
  const spec = isRecord(crd.spec) ? { ...crd.spec } : {};
  if (at(spec, 'conversion', 'strategy') === 'Webhook') delete spec['conversion'];
  return withoutDescriptions({ ...rest, spec }) as KubeObject;
}

/** Nine tenths of a definition are prose, which the server parses and publishes. A field called `description` is an object and stays. */
function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([key, item]) => key !== 'description' || typeof item !== 'string');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutDescriptions(item)]));
}

export function hasCondition(object: KubeObject, type: string, status = 'True'): boolean {
  const conditions = at(object.status, 'conditions');
  return Array.isArray(conditions) && conditions.some((condition) => at(condition, 'type') === type && at(condition, 'status') === status);
}
