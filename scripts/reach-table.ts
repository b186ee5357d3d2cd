/** What a compromised pod of the example F18 can reach, read and spend, computed from the objects that it deploys: the table of docs/security.md. */
import { Testing } from 'cdktf';
import { isAllowed } from '../e2e/checks/network-policies';
import { type WorkloadView, workloadsOf } from '../e2e/checks/workloads';
import { at, type KubeObject, listAt } from '../e2e/cluster/kube-object';
import { euSovereign } from '../examples/f18-eu-sovereign/fleet';
import { KEY_TABLE_FILE } from '../lib/routing/litellm/client-keys/key-check';
import { FleetTemplate } from '../lib/testing/fleet-template';

const START = '<!-- made by `npm run docs`: what a compromised pod can do -->';
const END = '<!-- / -->';

/** A row of the table: a pod, and what whoever holds it can do. */
export interface Reach {
  readonly pod: string;
  readonly reaches: readonly string[];
  readonly reads: readonly string[];
  readonly spends: string;
}

/** The page with its table. */
export function withReachTable(page: string): string {
  const [before = '', rest = ''] = page.split(START);
  const after = rest.split(END).slice(1).join(END);
  const rows = reachOf(objectsOfExample()).map(
    ({ pod, reaches, reads, spends }) => `| ${pod} | ${listed(reaches)} | ${listed(reads)} | ${spends} |`,
  );
  return `${before}${START}\n| pod | reaches | reads | spends |\n|---|---|---|---|\n${rows.join('\n')}\n${END}${after}`;
}

/** The objects of the example, as Terraform makes them. */
export function objectsOfExample(): KubeObject[] {
  const app = Testing.app();
  euSovereign(app);
  return FleetTemplate.synth(app, 'sovereign').manifests() as unknown as KubeObject[];
}

/** One row for each workload, by its name. */
export function reachOf(objects: readonly KubeObject[]): Reach[] {
  const workloads = workloadsOf(objects);
  return workloads
    .map((workload) => ({
      pod: `${nameOf(workload)}`,
      reaches: [...calls(workload, workloads, objects), ...outside(workload, objects)],
      reads: readsOf(workload),
      spends: spendsOf(workload, objects),
    }))
    .sort((one, other) => (one.pod < other.pod ? -1 : 1));
}

const listed = (parts: readonly string[]): string => (parts.length === 0 ? 'nothing' : parts.join(', '));

/** Without the hash of a Job. */
const nameOf = ({ object }: WorkloadView): string => object.metadata.name.replace(/-[0-9a-f]{8}$/, '');

function calls(client: WorkloadView, workloads: readonly WorkloadView[], objects: readonly KubeObject[]): string[] {
  return workloads.flatMap((server) => {
    const ports = [
      ...new Set([
        ...server.containers.flatMap((container) => container.ports.map(({ number }) => number)),
        ...policyPorts(server, objects),
      ]),
    ];
    return ports
      .map((number) => ({ number, protocol: 'TCP' }))
      .filter((port) => isAllowed('egress', client, server, port, objects) && isAllowed('ingress', server, client, port, objects))
      .map(({ number }) => `${nameOf(server)}:${number}`);
  });
}

/** Pods that an operator makes name no ports; their policies do. */
function policyPorts({ namespace, labels }: WorkloadView, objects: readonly KubeObject[]): number[] {
  return policies(namespace, labels, objects).flatMap((policy) =>
    listAt(policy, 'spec', 'ingress').flatMap((rule) => listAt(rule, 'ports').map((port) => Number(at(port, 'port')))),
  );
}

function outside({ namespace, labels }: WorkloadView, objects: readonly KubeObject[]): string[] {
  const rules = policies(namespace, labels, objects).flatMap((policy) => listAt(policy, 'spec', 'egress'));
  return rules.flatMap((rule) => {
    const ports = listAt(rule, 'ports').map((port) => String(at(port, 'port')));
    const peers = listAt(rule, 'to');
    if (ports.includes('53')) return [];
    if (peers.length === 0) return [`any address:${ports.join('/')}`];
    return peers.flatMap((peer) => {
      const cidr = at(peer, 'ipBlock', 'cidr');
      if (cidr === undefined) return [];
      return [`${cidr === '0.0.0.0/0' ? 'any public address' : String(cidr)}:${ports.join('/')}`];
    });
  });
}

const policies = (namespace: string, labels: Readonly<Record<string, string>>, objects: readonly KubeObject[]): KubeObject[] =>
  objects.filter((object) => {
    if (object.kind !== 'NetworkPolicy' || object.metadata.namespace !== namespace) return false;
    const wanted = Object.entries((at(object, 'spec', 'podSelector', 'matchLabels') ?? {}) as Record<string, string>);
    return wanted.every(([key, value]) => labels[key] === value);
  });

/** Secrets by name, and claims. */
function readsOf({ object }: WorkloadView): string[] {
  const text = JSON.stringify(object);
  const secrets = [...text.matchAll(/"secretKeyRef":\{[^}]*"name":"([^"]+)"/g)].map(([, name = '']) => `Secret ${name}`);
  const files = [...text.matchAll(/"secretName":"([^"]+)"/g)].map(([, name = '']) => `Secret ${name}`);
  const claims = [...text.matchAll(/"claimName":"([^"]+)"/g)].map(([, name = '']) => `claim ${name.replace(/-[0-9a-f]{8}$/, '')}`);
  return [...new Set([...secrets, ...files, ...claims])].sort();
}

interface Client {
  readonly name: string;
  readonly models: readonly string[];
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** By its key of the router; the router itself by those of external models. */
function spendsOf(workload: WorkloadView, objects: readonly KubeObject[]): string {
  const tables = objects.flatMap((object) =>
    at(object, 'data', KEY_TABLE_FILE) === undefined ? [] : [String(at(object, 'data', KEY_TABLE_FILE))],
  );
  const clients = tables.flatMap((table) => JSON.parse(table) as Client[]);
  const client = clients.find(({ name }) => name === nameOf(workload));
  if (client !== undefined) {
    const { models, requestsPerMinute, tokensPerMinute } = client;
    const limits = [
      requestsPerMinute === undefined ? [] : [`${requestsPerMinute} requests`],
      tokensPerMinute === undefined ? [] : [`${tokensPerMinute} tokens`],
    ].flat();
    return `the models ${models.join(', ')}; ${limits.length === 0 ? 'no limit of its own' : `${limits.join(' and ')} a minute`}`;
  }
  return JSON.stringify(workload.object).includes('EXTERNAL_KEY_') ? 'every model, and what the keys of external models allow' : 'nothing';
}
