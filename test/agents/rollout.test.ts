/** A role moves to another pool by shares: what both pools are planned for, what the router does, and what it costs while it lasts. */
import { AgentFleet, Engine, Gpu, LiteLLMRouter, Topology } from 'cdktf-agent-fleet';
import { parse } from 'yaml';
import type { RoleRolloutProps } from '../../lib/agents/role-props';
import { manifest, pool, problemsOf, refusal, research, type Setting } from '../setup/research-stack';

function fleet(setting: Setting, rollout: Partial<RoleRolloutProps> | undefined, router: object = {}, green: object = {}) {
  const { stack, cluster } = setting;
  const [old, next] = [
    pool(setting, 'blue', { gpu: Gpu.H100_SXM, maxContextTokens: 8_192 }),
    pool(setting, 'green', { gpu: Gpu.H100_SXM, maxContextTokens: 8_192, engine: Engine.vllm({ version: '0.29.0' }), ...green }),
  ];
  const moved = rollout === undefined ? {} : { rollout: { to: next, share: 0.25, ...rollout } };
  return new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 10,
    roles: { worker: { pool: old, contextTokens: 4_000, request: { inputTokens: 1_000, outputTokens: 200, perMinute: 6 }, ...moved } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
    router: new LiteLLMRouter(stack, 'router', { cluster, ...router }),
  });
}

describe('a role that moves to another pool', () => {
  const template = research((setting) => void fleet(setting, {}));
  const plan = template.plan();
  const demandOf = (name: string) => plan.pools.find((one) => one.name === name)?.demand;

  test('keeps its pool planned for all sessions, and plans the other one for its share', () => {
    expect(demandOf('blue')).toEqual([expect.objectContaining({ role: 'worker', sessions: 10 })]);
    expect(demandOf('green')).toEqual([expect.objectContaining({ role: 'worker', sessions: 3 })]);
  });

  test('asks two deployments of one alias, which the router weighs', () => {
    const { model_list: deployments } = parse(
      manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['config.yaml'] ?? '',
    ) as {
      model_list: { model_name: string; litellm_params: Record<string, unknown> }[];
    };
    const weights = deployments
      .filter(({ model_name: alias }) => alias === 'worker')
      .map(({ litellm_params: { api_base, weight } }) => [api_base, weight]);
    expect(weights).toEqual([
      ['http://blue.research.svc.cluster.local:8000/v1', 75],
      ['http://green.research.svc.cluster.local:8000/v1', 25],
    ]);
  });

  test('says in the plan what the other pool costs while it lasts', () => {
    const [role] = plan.fleets[0]?.roles ?? [];
    const green = plan.pools.find(({ name }) => name === 'green');
    expect(role?.rollout).toEqual({
      pool: 'green',
      poolPath: 'research/green',
      share: 0.25,
      sessions: 3,
      gpus: 1,
      usdPerHour: green?.costPerHour.floor,
    });
  });

  test('the agents are counted once', () => {
    const alone = research((setting) => void fleet(setting, undefined)).plan().fleets[0];
    expect(plan.fleets[0]?.admission).toEqual(alone?.admission);
    expect(plan.fleets[0]?.stage?.sessions).toBe(alone?.stage?.sessions);
  });
});

test('what does not fit on the other pool is refused there', () => {
  const found = problemsOf((setting) => void fleet(setting, {}, {}, { maxContextTokens: 2_048 }));
  expect(found.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toContain('research/green');
});

test.each([0, 1, -0.1, Number.NaN])('a share of %p is none', (share) => {
  expect(refusal((setting) => void fleet(setting, { share })).code).toBe('AF-SPEC-001');
});

test('the same pool is no rollout', () => {
  const same = (setting: Setting) => {
    const one = pool(setting, 'blue');
    const roles = { worker: { pool: one, contextTokens: 1_000, rollout: { to: one, share: 0.5 } } };
    const runtime = { framework: 'custom', image: 'registry.example.com/crew:1.0.0' } as const;
    const { stack, cluster } = setting;
    new AgentFleet(stack, 'crew', { cluster, topology: Topology.flat({ agents: ['worker'] }), concurrentWorkflows: 1, roles, runtime });
  };
  expect(refusal(same).problems[0]?.prop).toBe('roles.worker.rollout.to');
});

test('a strategy that does not read shares is refused', () => {
  const found = refusal((setting) => void fleet(setting, {}, { strategy: 'least-busy' }));
  expect(found.problems.map(({ code }) => code)).toContain('AF-ENG-074');
});
