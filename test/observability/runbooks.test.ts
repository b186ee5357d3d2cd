/** Every alert leads to a page that is there, and every prop that a page names is one that a stack may give. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { groupsOfService, SERVICE_KINDS } from '../../e2e/alerts/gpu-service-kinds';
import { groupsOf, KINDS } from '../../e2e/alerts/kinds';
import { storyGroups } from '../../e2e/alerts/story-tests';
import { agentFleetSchema } from '../../lib/agents/agent-fleet-props';
import { agentRuntimeSchema } from '../../lib/agents/agent-runtime-props';
import { gpuServiceSchema } from '../../lib/agents/gpu-service-props';
import { roleSchema } from '../../lib/agents/role-props';
import { inferencePoolSchema } from '../../lib/inference/inference-pool-schema';
import { observabilityStackSchema } from '../../lib/observability/observability-stack-props';
import type { AlertRule } from '../../lib/observability/rule';
import { clusterSchema } from '../../lib/platform/cluster-props';
import { rabbitMqQueueSchema } from '../../lib/queues/rabbitmq/rabbitmq-props';
import { redisStreamQueueSchema } from '../../lib/queues/redis-stream/redis-stream-props';
import { litellmRouterSchema } from '../../lib/routing/litellm/router-props';
import { sessionStoreSchema } from '../../lib/stores/session-store-props';
import { stateStoreSchema } from '../../lib/stores/state-store-props';
import { vectorStoreSchema } from '../../lib/stores/vector-store-props';

const FOLDER = path.join(__dirname, '../../docs/runbooks');
const PAGES = fs.readdirSync(FOLDER).filter((file) => file !== 'README.md');
const text = (file: string) => fs.readFileSync(path.join(FOLDER, file), 'utf8');

const groups = [
  ...storyGroups(),
  ...Object.values(KINDS).flatMap((kind) => groupsOf(kind)),
  ...Object.values(SERVICE_KINDS).flatMap((kind) => groupsOfService(kind)),
];
const rules = groups.flatMap((group) => [...group.rules]);
const alerts = rules.filter((rule): rule is AlertRule => 'alert' in rule);
const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));

const PROPS: Readonly<Record<string, readonly string[]>> = {
  InferencePool: Object.keys(inferencePoolSchema.shape),
  GpuService: Object.keys(gpuServiceSchema.shape),
  LiteLLMRouter: Object.keys(litellmRouterSchema.shape),
  AgentFleet: Object.keys(agentFleetSchema.shape),
  AgentRuntime: Object.keys(agentRuntimeSchema.shape),
  ObservabilityStack: Object.keys(observabilityStackSchema.shape),
  TaskQueue: [...Object.keys(redisStreamQueueSchema.shape), ...Object.keys(rabbitMqQueueSchema.shape)],
  SessionStore: Object.keys(sessionStoreSchema.shape),
  StateStore: Object.keys(stateStoreSchema.shape),
  VectorStore: Object.keys(vectorStoreSchema.shape),
  Cluster: Object.keys(clusterSchema.shape),
  role: Object.keys(roleSchema.shape),
};

test('every alert has a page, and every page an alert', () => {
  expect([...new Set(alerts.map(({ alert }) => `${alert}.md`))].sort()).toEqual([...PAGES].sort());
});

test('every alert names its page', () => {
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook_url).toBe(`https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob/main/docs/runbooks/${alert}.md`);
  }
});

test.each(PAGES)('%s says what to look at, and changes props that exist', (page) => {
  const [, look = '', change = ''] = text(page).split(/^## /m);
  expect(look.match(/^- /gm)?.length).toBeGreaterThan(1);
  const named = [...change.matchAll(/^\| `(\w+)\.(\w+)` \|/gm)].map(([, owner = '', prop = '']) => ({ owner, prop }));
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter(({ owner, prop }) => !PROPS[owner]?.includes(prop))).toEqual([]);
});

test.each(PAGES)('%s reads series that are recorded, and has the severities of its alert', (page) => {
  const series = text(page).match(/agent_fleet:\w+:\w+/g) ?? [];
  expect(series.filter((one) => !recorded.has(one))).toEqual([]);
  const severities = new Set(alerts.filter(({ alert }) => `${alert}.md` === page).map(({ labels }) => labels.severity));
  expect(
    text(page)
      .match(/^Severity: (.*)\.$/m)?.[1]
      ?.split(', ')
      .sort(),
  ).toEqual([...severities].sort());
});

test('the list of pages is whole', () => {
  for (const page of PAGES) expect(text('README.md')).toContain(`(${page})`);
});
