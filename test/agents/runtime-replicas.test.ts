/** How many pods the agents get: from their sessions where somebody measured a pod, and a hint where nobody did. */
import * as fc from 'fast-check';
import { AgentFleet } from '../../lib/agents/agent-fleet';
import type { AgentFleetProps } from '../../lib/agents/agent-fleet-props';
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import type { AgentRuntimeProps, FleetRuntimeProps } from '../../lib/agents/agent-runtime-props';
import { MOST_REPLICAS, neededReplicas, replicasOf } from '../../lib/agents/runtime-load';
import { Topology } from '../../lib/capacity/demand/topology';
import { Model } from '../../lib/catalog/model';
import { findings, manifest, pool, refusal, research, type Setting, type WithPod } from '../setup/research-stack';
import { repairTexts } from '../support/repairs';

const IMAGE = 'registry.example.com/crew:1.0.0';

/** Three agents in each of 20 workflows: 60 sessions; 40 workflows at the peak: 120. */
function fleet(setting: Setting, runtime: Partial<FleetRuntimeProps>, props: Partial<AgentFleetProps> = {}): AgentFleet {
  const served = pool(setting, 'p', { model: Model.QWEN3_8B, replicas: 4 });
  const agents = ['writer', 'critic', 'editor'];
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents }),
    concurrentWorkflows: 20,
    roles: Object.fromEntries(agents.map((name) => [name, { pool: served, contextTokens: 2_000 }])),
    runtime: { framework: 'crewai', image: IMAGE, ...runtime },
    ...props,
  });
}

const runtime = ({ stack, cluster }: Setting, props: Partial<AgentRuntimeProps>) =>
  new AgentRuntime(stack, 'batch', { cluster, framework: 'custom', image: IMAGE, ...props });

const replicasIn = (build: (setting: Setting) => unknown, name: string) =>
  manifest<WithPod>(
    research((setting) => void build(setting)),
    'Deployment',
    name,
  ).spec.replicas;

test.each<[string, Partial<FleetRuntimeProps>, Partial<AgentFleetProps>, number]>([
  ['60 sessions at 7 a pod', { sessionsPerReplica: 7 }, {}, 9],
  ['the peak counts', { sessionsPerReplica: 7 }, { peakWorkflows: 40 }, 18],
  ['never fewer than two', { sessionsPerReplica: 1_000 }, {}, 2],
  ['more than needed, where somebody asks for it', { sessionsPerReplica: 7, replicas: 12 }, {}, 12],
  ['one, where one holds all of them', { sessionsPerReplica: 60, replicas: 1 }, {}, 1],
  ['two, where nobody said anything', {}, {}, 2],
])('a fleet of %s', (_, props, more, replicas) => {
  expect(replicasIn((setting) => fleet(setting, props, more), 'crew-agents')).toBe(replicas);
});

test('a runtime outside of a fleet is given its sessions', () => {
  expect(replicasIn((setting) => runtime(setting, { sessions: 100, sessionsPerReplica: 30 }), 'batch')).toBe(4);
  expect(findings((setting) => runtime(setting, { sessions: 100, sessionsPerReplica: 30 }))).toEqual([]);
  expect(findings((setting) => runtime(setting, {}))).toEqual([]);
});

describe('AF-CPU-010: fewer replicas than the sessions need', () => {
  test('a fleet is refused, and the repair holds', () => {
    const problems = refusal((setting) => fleet(setting, { sessionsPerReplica: 7, replicas: 8 })).problems;
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'AF-CPU-010',
        path: 'research/crew',
        prop: 'runtime.replicas',
        value: 8,
        allowed: '9 replicas or more',
      }),
    ]);
    expect(problems.flatMap(repairTexts)).toEqual(['runtime.replicas: 9']);
    expect(problems[0]?.message).toContain('8 replicas hold 56 sessions, and there are 60 at the peak');
    expect(() => research((setting) => fleet(setting, { sessionsPerReplica: 7, replicas: 9 }))).not.toThrow();
  });

  test('so is a runtime of its own', () => {
    const problems = refusal((setting) => runtime(setting, { sessions: 100, sessionsPerReplica: 30, replicas: 3 })).problems;
    expect(problems).toEqual([
      expect.objectContaining({ code: 'AF-CPU-010', path: 'research/batch', prop: 'replicas', value: 3, repairs: ['replicas: 4'] }),
    ]);
  });

  test('and what no Deployment can have', () => {
    const problems = refusal((setting) => runtime(setting, { sessions: 1_000_000, sessionsPerReplica: 1 })).problems;
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-CPU-010', prop: 'sessionsPerReplica', value: 1 })]);
  });
});

test('AF-CPU-011: the sessions that a pod holds are not given', () => {
  const of = (props: Partial<FleetRuntimeProps>) =>
    findings((setting) => fleet(setting, props, { peakWorkflows: 21 })).filter(({ code }) => code === 'AF-CPU-011');
  expect(of({})).toEqual([
    expect.objectContaining({
      severity: 'info',
      path: 'research/crew',
      prop: 'runtime.sessionsPerReplica',
      message: expect.stringContaining('2 replicas of the runtime run 63 sessions at the peak'),
    }),
  ]);
  expect(of({ replicas: 3 })).toEqual([]);
  expect(of({ sessionsPerReplica: 40 })).toEqual([]);
});

test.each<[string, Partial<AgentRuntimeProps>, string]>([
  ['sessions of which nobody knows how many a pod holds', { sessions: 10 }, 'sessions'],
  ['pods of which nobody knows the sessions', { sessionsPerReplica: 10 }, 'sessions'],
  ['no session a pod', { sessions: 10, sessionsPerReplica: 0 }, 'sessionsPerReplica'],
  ['half a session', { sessions: 10, sessionsPerReplica: 0.5 }, 'sessionsPerReplica'],
])('AF-SPEC-001: %s', (_, props, prop) => {
  const problems = refusal((setting) => runtime(setting, props)).problems;
  expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-001', path: 'research/batch', prop }));
});

test('derived replicas hold all sessions, and one fewer would not unless two are kept anyway', () => {
  const load = fc.record({ sessions: fc.integer({ min: 1, max: 100_000 }), sessionsPerReplica: fc.integer({ min: 20, max: 500 }) });
  fc.assert(
    fc.property(load, (given) => {
      const replicas = replicasOf({ prefix: '', asked: null, ...given });
      expect(replicas * given.sessionsPerReplica).toBeGreaterThanOrEqual(given.sessions);
      expect(replicas).toBeLessThanOrEqual(MOST_REPLICAS);
      if (replicas > 2) expect((replicas - 1) * given.sessionsPerReplica).toBeLessThan(given.sessions);
      expect(neededReplicas(given)).toBeLessThanOrEqual(replicas);
    }),
  );
});
