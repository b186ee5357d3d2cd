/** Every edge between agents, their services and others, allowed and denied, as the meaning of network policies says: what is wired is open at both ends, nothing else is. */

import { checkNetwork } from '../../e2e/checks/network';
import { isAllowed, type Outsider, type Peer } from '../../e2e/checks/network-policies';
import { type WorkloadView, workloadsOf } from '../../e2e/checks/workloads';
import type { KubeObject } from '../../e2e/cluster/kube-object';
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { McpServer } from '../../lib/agents/mcp-server';
import type { IService } from '../../lib/security/service';
import { ExternalHost } from '../../lib/services/external-host';
import { InternalService } from '../../lib/services/internal-service';
import { research } from '../setup/research-stack';

const vectors = new InternalService({ name: 'vectors', namespace: 'qdrant', port: 80, podPort: 6333, podLabels: { app: 'qdrant' } });
const crm = new ExternalHost({ name: 'crm', host: 'crm.example.com', cidrs: ['203.0.113.0/24'] });
const named = new ExternalHost({ name: 'news', host: 'news.example.com' });

const objects = research(({ stack, cluster }) => {
  const runtime = (id: string, services: readonly IService[], more = {}) =>
    new AgentRuntime(stack, id, { cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0', services, ...more });
  const search = new McpServer(stack, 'search', { cluster, image: 'registry.example.com/search:1.0.0', port: 8000, services: [vectors] });
  const api = new InternalService({
    name: 'api',
    namespace: 'research',
    port: 8080,
    podLabels: { 'app.kubernetes.io/name': 'api' },
    admitClients: true,
  });
  runtime('api', [], { port: 8080 });
  runtime('agents', [search, crm, api]);
  runtime('others', [named]);
}).manifests() as unknown as KubeObject[];

const workloads = new Map(workloadsOf(objects).map((workload) => [workload.object.metadata.name, workload]));
const pod = (name: string) => workloads.get(name) as WorkloadView;
const qdrant: Peer = { namespace: 'qdrant', labels: { app: 'qdrant' } };
const besideQdrant: Peer = { namespace: 'qdrant', labels: { app: 'backup' } };
const stranger: Peer = { namespace: 'default', labels: { 'app.kubernetes.io/name': 'agents' } };
const address = (text: string): Outsider => ({ address: text });

const tcp = (number: number) => ({ number, protocol: 'TCP' });

test.each<[string, string, string, number, boolean]>([
  ['agents call the server that they list', 'agents', 'search', 8000, true],
  ['not another port of it', 'agents', 'search', 9000, false],
  ['others do not', 'others', 'search', 8000, false],
  ['the API does not', 'api', 'search', 8000, false],
  ['the server does not call back', 'search', 'agents', 8000, false],
  ['agents call the API', 'agents', 'api', 8080, true],
  ['others do not call the API', 'others', 'api', 8080, false],
  ['the server does not call the API', 'search', 'api', 8080, false],
])('inside: %s', (_, from, to, port, open) => {
  const out = isAllowed('egress', pod(from), pod(to), tcp(port), objects);
  const into = isAllowed('ingress', pod(to), pod(from), tcp(port), objects);
  expect({ out, into }).toEqual({ out: open, into: open });
});

test.each<[string, string, Peer | Outsider, number, boolean]>([
  ['the server reaches the pods of its database', 'search', qdrant, 6333, true],
  ['not the port of the Service in front of them', 'search', qdrant, 80, false],
  ['not the pods beside them', 'search', besideQdrant, 6333, false],
  ['agents do not reach the database of their tool', 'agents', qdrant, 6333, false],
  ['agents reach the ranges of their host', 'agents', address('203.0.113.9'), 443, true],
  ['not on another port', 'agents', address('203.0.113.9'), 80, false],
  ['not other addresses', 'agents', address('198.51.100.1'), 443, false],
  ['the server does not', 'search', address('203.0.113.9'), 443, false],
  ['a host without ranges is every public address', 'others', address('198.51.100.1'), 443, true],
  ['but none of the network itself', 'others', address('10.1.2.3'), 443, false],
  ['and not the metadata service', 'others', address('169.254.169.254'), 443, false],
  ['nobody reaches the metadata service', 'agents', address('169.254.169.254'), 80, false],
])('outward: %s', (_, from, to, port, open) => {
  expect(isAllowed('egress', pod(from), to, tcp(port), objects)).toBe(open);
});

test('pods of another namespace with the same labels are let in nowhere', () => {
  const entered = ['search', 'api', 'agents'].filter((name) =>
    [8000, 8080].some((port) => isAllowed('ingress', pod(name), stranger, tcp(port), objects)),
  );
  expect(entered).toEqual([]);
});

test('every address in an environment is open at both ends, and every namespace denies by default', () => {
  expect(checkNetwork(objects)).toEqual([]);
});
