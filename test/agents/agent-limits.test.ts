import { AgentFleet } from '../../lib/agents/agent-fleet';
import type { AgentFleetProps } from '../../lib/agents/agent-fleet-props';
import { Topology } from '../../lib/capacity/demand/topology';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

interface AgentPods {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly env: readonly { readonly name: string; readonly value?: string }[] }[] };
    };
  };
}

type Part = Partial<AgentFleetProps>;

function fleet(setting: Setting, props: (setting: Setting) => Part = () => ({})): void {
  const workers = pool(setting, 'workers', { replicas: 2 });
  new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['coder', 'reviewer'] }),
    concurrentWorkflows: 5,
    roles: {
      planner: { pool: workers, contextTokens: 4_000, latency: 'background', request: { outputTokens: 300 } },
      coder: { pool: workers, growth: { baseTokens: 500, turns: 10, tokensPerTurn: 200, toolCalls: 4 } },
      reviewer: { pool: workers, contextTokens: 4_000 },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
    ...props(setting),
  });
}

function limitsOf(props?: (setting: Setting) => Part) {
  const template = research((setting) => fleet(setting, props));
  const text = manifest<AgentPods>(template, 'Deployment', 'crew-agents').spec.template.spec.containers[0]?.env.find(
    ({ name }) => name === 'AGENT_FLEET_LIMITS',
  )?.value;
  const [planned] = template.plan().fleets;
  return { limits: JSON.parse(String(text)), roles: planned?.roles ?? [] };
}

describe('AGENT_FLEET_LIMITS', () => {
  const { limits, roles } = limitsOf();

  test('the fan-out and depth of one workflow are those of the topology', () =>
    expect(limits.workflow).toEqual({ maxParallelAgents: 3, maxDepth: 2 }));
  test('each role waits longer than the router may need, which is longer than the engine needs', () => {
    for (const { name, requestPass } of roles) {
      const [runtime, router] = requestPass?.hops ?? [];
      expect(limits.roles[name].timeoutSeconds).toBe(runtime?.timeoutSeconds);
      expect(runtime?.timeoutSeconds).toBeGreaterThan(requestPass?.waitSeconds ?? Number.POSITIVE_INFINITY);
      expect(requestPass?.waitSeconds).toBeGreaterThan(router?.timeoutSeconds ?? Number.POSITIVE_INFINITY);
    }
    expect(roles.map(({ name }) => name)).toEqual(['planner', 'coder', 'reviewer']);
  });
  test('retries are left to the router', () => expect(limits.roles.planner.maxRetries).toBe(0));
  test('caps are those of the role, and what is not known is left out', () => {
    expect(limits.roles.planner).toMatchObject({ maxOutputTokens: 300 });
    expect(limits.roles.coder).toMatchObject({ maxTurns: 10, maxToolCalls: 4, maxToolResultTokens: 500 });
    expect(Object.keys(limits.roles.reviewer)).toEqual(['timeoutSeconds', 'maxRetries']);
  });
  test('only the declared answer makes a wait certain', () =>
    expect(roles.map(({ requestPass }) => requestPass?.isAssumed)).toEqual([false, true, true]));

  test('a variable of the same name is refused', () => {
    const own = {
      runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0', env: { AGENT_FLEET_LIMITS: '{}' } },
    } as const;
    const found = refusal((setting) => fleet(setting, () => own)).problems;
    expect(found.map(({ code }) => code)).toContain('AF-CPU-013');
  });
  test('a fallback of the router makes the agents wait longer', () => {
    const withFallback = limitsOf((setting) => {
      const router = new LiteLLMRouter(setting.stack, 'router', {
        cluster: setting.cluster,
        replicas: 1,
        fallbacks: { planner: ['spare'] },
      });
      router.addRoute({ alias: 'spare', pool: pool(setting, 'spare') });
      return { router };
    });
    expect(withFallback.limits.roles.planner.timeoutSeconds).toBeGreaterThan(limits.roles.planner.timeoutSeconds);
    expect(withFallback.roles[0]?.requestPass).toMatchObject({ attempts: 6, fallbacks: ['spare'] });
  });
});

describe('tokens of a workflow', () => {
  const bounded = (maxTokensPerWorkflow: number): Part => ({
    maxTokensPerWorkflow,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['coder'] }),
  });
  const roles = (setting: Setting) => {
    const workers = pool(setting, 'counted', { replicas: 2 });
    return {
      planner: { pool: workers, contextTokens: 4_000, request: { inputTokens: 3_000, outputTokens: 500 } },
      coder: {
        pool: workers,
        growth: { baseTokens: 500, turns: 10, tokensPerTurn: 200 },
        request: { inputTokens: 1_000, outputTokens: 100 },
      },
    };
  };
  /** One request of the planner, and ten of the coder. */
  const PLANNED = 3_500 + 10 * 1_100;
  const planOf = (maxTokens: number, of = roles) =>
    research((setting) => fleet(setting, () => ({ ...bounded(maxTokens), roles: of(setting) }))).plan().fleets[0]?.workflowTokens;

  test('are told to the agents, and stand in the plan beside what is planned', () => {
    expect(planOf(20_000)).toEqual({ planned: PLANNED, most: 20_000, unknownRoles: [] });
    const template = research((setting) => fleet(setting, () => ({ ...bounded(20_000), roles: roles(setting) })));
    expect(JSON.stringify(manifest<AgentPods>(template, 'Deployment', 'crew-agents'))).toContain('\\"maxTokens\\":20000');
    expect(planOf(PLANNED)?.most).toBe(PLANNED);
  });

  test('that nobody knows are named, and those that are known count', () => {
    const silent = (setting: Setting) => ({ ...roles(setting), planner: { pool: pool(setting, 'other'), contextTokens: 4_000 } });
    expect(planOf(20_000, silent as never)).toEqual({ planned: 11_000, most: 20_000, unknownRoles: ['planner'] });
  });

  test('below the plan are refused with what is needed', () => {
    const error = refusal((setting) => fleet(setting, () => ({ ...bounded(PLANNED - 1), roles: roles(setting) })));
    expect(error.problems).toEqual([
      expect.objectContaining({
        code: 'AF-CPU-044',
        prop: 'maxTokensPerWorkflow',
        value: PLANNED - 1,
        allowed: `${PLANNED.toLocaleString('en-US')} or more`,
      }),
    ]);
  });

  test.each([0, -1, 1.5, '20k'])('%p is no bound', (value) => {
    expect(() => research((setting) => fleet(setting, () => ({ maxTokensPerWorkflow: value as never })))).toThrow(
      /AF-SPEC-001[\s\S]*maxTokensPerWorkflow/,
    );
  });
});
