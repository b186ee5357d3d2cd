/** Parts of an app that nobody calls are told, each by its kind. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { McpServer } from '../../lib/agents/mcp-server';
import { ToolSandbox } from '../../lib/agents/tool-sandbox';
import { TaskQueue } from '../../lib/queues/task-queue';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { IService } from '../../lib/security/service';
import { InternalService } from '../../lib/services/internal-service';
import { SessionStore } from '../../lib/stores/session-store';
import { StateStore } from '../../lib/stores/state-store';
import { VectorStore } from '../../lib/stores/vector-store';
import { Tracing } from '../../lib/tracing/tracing';
import { client, problemsOf, type Setting } from '../setup/research-stack';

const image = 'registry.example.com/a:1.0.0';
const PARTS: Readonly<Record<string, (setting: Setting) => IService>> = {
  'session store': ({ stack, cluster }) => new SessionStore(stack, 'part', { cluster }),
  'state store': ({ stack, cluster }) => new StateStore(stack, 'part', { cluster }),
  'vector store': ({ stack, cluster }) => new VectorStore(stack, 'part', { cluster, dimensions: 1024, vectors: 1000 }),
  'task queue': ({ stack, cluster }) => TaskQueue.rabbitMq(stack, 'part', { cluster }),
  router: ({ stack, cluster }) => new LiteLLMRouter(stack, 'part', { cluster }),
  'mcp server': ({ stack, cluster }) => new McpServer(stack, 'part', { cluster, image, port: 8080 }),
  'tool sandbox': ({ stack, cluster }) => new ToolSandbox(stack, 'part', { cluster, image, port: 8080, runtimeClass: 'gvisor' }),
};

const unused = (build: (setting: Setting) => void): string[] =>
  problemsOf(build)
    .filter(({ code }) => code === 'AF-CPU-042')
    .map(({ severity, path, message }) => `${severity} ${path}: ${message}`);

test.each(Object.entries(PARTS))('AF-CPU-042: a %s that nobody calls is told', (kind, make) => {
  const [said, ...others] = unused((setting) => void make(setting));
  expect(others).toEqual([]);
  expect(said).toMatch(/^info research\/part: nobody in this app calls the [a-z- ]+ part$/);
  if (kind !== 'mcp server') expect(said).toContain(`the ${kind} part`);
});

test.each(Object.entries(PARTS))('a %s with a caller is not', (_, make) =>
  expect(unused((setting) => make(setting).admit(client(setting)))).toEqual([]),
);

test('a stream counts by itself: its store is called by the keeper, and the stream by nobody', () => {
  const build = (isConsumed: boolean) => (setting: Setting) => {
    const { stack, cluster } = setting;
    const queue = TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'cache', { cluster }) });
    if (isConsumed) new AgentRuntime(stack, 'workers', { cluster, framework: 'custom', image, consumes: queue });
  };
  expect(unused(build(false))).toEqual(['info research/tasks: nobody in this app calls the task queue tasks']);
  expect(unused(build(true))).toEqual([]);
});

const to = new InternalService({ name: 'jaeger', namespace: 'tracing', port: 4318 });

test('a collector of traces that nobody sends spans to is told', () =>
  expect(unused(({ stack, cluster }) => void Tracing.otlp(stack, 'tracing', { cluster, to }))).toHaveLength(1));
