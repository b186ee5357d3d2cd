/** Stores are watched wherever agents reach them: by the fleet itself, behind an MCP server, and the Postgres that holds vectors. */
import { McpServer } from '../../lib/agents/mcp-server';
import type { IService } from '../../lib/security/service';
import { SessionStore } from '../../lib/stores/session-store';
import { StateStore } from '../../lib/stores/state-store';
import { VectorStore } from '../../lib/stores/vector-store';
import { research, type Setting } from '../setup/research-stack';
import { watchedCrew } from '../setup/watched-crew';

const LOAD = { vectors: 100_000, dimensions: 1_024 };

/** Groups of rules about stores of a fleet that uses these services. */
function groupsOf(services: (setting: Setting) => readonly IService[]): string[] {
  const groups = watchedCrew((setting) => ({ services: services(setting) }))
    .watch.ruleGroups()
    .map(({ name }) => name);
  return groups.filter((name) => name.endsWith('-store'));
}

const mcp = ({ stack, cluster }: Setting, services: readonly IService[]) =>
  new McpServer(stack, 'tools', { cluster, image: 'registry.example.com/tools:1.0.0', port: 8_000, services });
const OWN = ['crew-sessions-store', 'crew-state-state-store'];

test.each<[string, (setting: Setting) => readonly IService[], readonly string[]]>([
  ['its own', () => [], OWN],
  ['a vector store', ({ stack, cluster }) => [new VectorStore(stack, 'memory', { cluster, ...LOAD })], [...OWN, 'memory-vector-store']],
  [
    'a vector store behind an MCP server',
    (setting) => [mcp(setting, [new VectorStore(setting.stack, 'memory', { cluster: setting.cluster, ...LOAD })])],
    [...OWN, 'memory-vector-store'],
  ],
  [
    'stores of an MCP server',
    (setting) => {
      const { stack, cluster } = setting;
      return [mcp(setting, [new SessionStore(stack, 'cache', { cluster }), new StateStore(stack, 'notes', { cluster })])];
    },
    ['crew-sessions-store', 'cache-store', 'crew-state-state-store', 'notes-state-store'],
  ],
  [
    'the Postgres that holds vectors',
    (setting) => {
      const { stack, cluster } = setting;
      return [mcp(setting, [VectorStore.pgvector(new StateStore(stack, 'notes', { cluster, vector: true }), LOAD)])];
    },
    ['crew-sessions-store', 'crew-state-state-store', 'notes-state-store'],
  ],
  [
    'a store twice, once',
    (setting) => {
      const memory = new VectorStore(setting.stack, 'memory', { cluster: setting.cluster, ...LOAD });
      return [memory, mcp(setting, [memory])];
    },
    [...OWN, 'memory-vector-store'],
  ],
  [
    'no store that exists already',
    () => [VectorStore.fromExisting({ host: 'qdrant.data.svc', namespace: 'data', dimensions: 1_024 })],
    OWN,
  ],
])('a fleet has watched: %s', (_what, services, groups) => expect(groupsOf(services)).toEqual(groups));

test('a vector store is down where no pod is ready, and full as the kubelet counts its volume', () => {
  let exprs: string[] = [];
  research(({ stack, cluster }) => {
    const { observed } = new VectorStore(stack, 'memory', { cluster, ...LOAD });
    exprs = [observed.ready, observed.volumes.usedBytes];
  });
  expect(exprs).toEqual([
    'kube_pod_status_ready{namespace="research",pod="memory-0",condition="true"}',
    'kubelet_volume_stats_used_bytes{namespace="research",persistentvolumeclaim=~"memory-data"}',
  ]);
});
