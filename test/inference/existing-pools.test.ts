/** Pools that somebody else runs: routers lead to them, nothing of them is made, and what fleets ask is held against what is stated. */
import {
  AgentFleet,
  type ExistingPoolProps,
  InferencePool,
  LiteLLMRouter,
  Model,
  ObservabilityStack,
  type RoleProps,
  SecretRef,
  Topology,
} from '../../lib';
import type { Finding } from '../../lib/core/finding';
import { renderHtml } from '../../lib/report/html/page';
import { renderPlan } from '../../lib/report/render-plan';
import { reportView } from '../../lib/report/view/report-view';
import type { FleetTemplate } from '../../lib/testing';
import { edgesOf, findings, manifest, pool, refusal, research, type Setting } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';

type Given = Omit<ExistingPoolProps, 'cluster'>;

const CHAT: Given = {
  url: 'http://chat.ml-platform.svc.cluster.local:8000/v1',
  namespace: 'ml-platform',
  servedName: 'team-chat',
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  maxContextTokens: 16_384,
  capacity: { kvTokens: 200_000 },
};

/** 10 workflows of one agent with 8,000 tokens each: 80,000 tokens. */
function crew(setting: Setting, given: Partial<Given> = {}, role: Partial<RoleProps> = {}, fleet: Partial<{ router: unknown }> = {}) {
  const { stack, cluster } = setting;
  const chat = InferencePool.fromExisting(stack, 'chat', { cluster, ...CHAT, ...given });
  return new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.pipeline({ stages: ['writer'] }),
    concurrentWorkflows: 10,
    roles: { writer: { pool: chat, contextTokens: 8_000, ...role } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
    ...fleet,
  } as never);
}

const configOf = (template: FleetTemplate) =>
  manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'crew-router').data['config.yaml'] as string;
const codesOf = (found: readonly Finding[]) => found.map(({ code }) => code).filter((code) => code.startsWith('AF-CLU-03'));

describe('a pool that runs already', () => {
  const template = research((setting) => void crew(setting));

  test('is not made, and nothing in its namespace is changed', () => {
    const made = template.manifests().map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
    expect(made.filter((name) => /ml-platform\/|\/chat$/.test(name))).toEqual([]);
  });

  test('is where the router leads the role, by the name that it serves', () => {
    expect(configOf(template)).toContain('api_base: "http://chat.ml-platform.svc.cluster.local:8000/v1"');
    expect(configOf(template)).toMatch(/model: \S*\/team-chat/);
    expect(configOf(template)).toContain('max_input_tokens: 16384');
    expect(configOf(template)).toContain('id: writer.ml-platform.chat');
  });

  test('is reached by the router and by nobody else', () => {
    expect(edgesOf(template, 'crew-router').join()).toContain('to-ml-platform-8000');
    expect(edgesOf(template, 'crew-agents').join()).not.toContain('ml-platform');
  });

  test('is reached where its pods listen, by their labels', () => {
    const other = research((setting) => void crew(setting, { podPort: 9_000, podLabels: { app: 'chat' } }));
    const policy = other.manifests().find(({ metadata }) => metadata.name.includes('to-ml-platform-9000'));
    expect(JSON.stringify(policy)).toContain('"podSelector":{"matchLabels":{"app":"chat"}}');
  });

  test('is in the plan with what is asked of it, and its money is not', () => {
    const plan = template.plan();
    expect(plan.pools).toEqual([]);
    expect(plan.existingPools).toEqual([
      expect.objectContaining({
        name: 'chat',
        verdict: 'fits',
        headroom: 0.6,
        missing: [],
        capacity: expect.objectContaining({ kvTokens: 200_000 }),
      }),
    ]);
    expect(plan.existingPools?.[0]?.demand).toEqual([expect.objectContaining({ role: 'writer', sessions: 10, contextTokens: 8_000 })]);
    expect(plan.costPerHour.floor).toBe(0);
    expect(renderPlan(plan, { colours: false, width: 200 })).toContain(
      '10 sessions with 80,000 tokens · fits: 60 % of the stated tokens of KV cache free',
    );
  });

  test('is watched by whoever runs it', () => {
    const watched = research((setting) => {
      new ObservabilityStack(setting.stack, 'watch', { cluster: setting.cluster, fleets: [crew(setting)] });
    });
    expect(JSON.stringify(watched.manifests().filter(({ kind }) => kind === 'PodMonitor'))).not.toContain('"chat"');
  });

  test('may stand behind a LiteLLM that runs already, too', () => {
    const router = LiteLLMRouter.fromExisting({
      url: 'http://litellm.ai:4000/v1',
      namespace: 'ai',
      key: SecretRef.existing('agents', 'key'),
    });
    const behind = research((setting) => void crew(setting, {}, {}, { router }));
    expect(edgesOf(behind, 'crew-agents').join()).toContain('to-ai-4000');
    expect(behind.manifests().filter(({ metadata }) => metadata.namespace === 'ml-platform')).toEqual([]);
  });
});

describe('what it is said to hold', () => {
  const judged = (given: Partial<Given>, role: Partial<RoleProps> = {}) => codesOf(findings((setting) => void crew(setting, given, role)));
  const refused = (given: Partial<Given>, role: Partial<RoleProps> = {}) =>
    codesOf(refusal((setting) => void crew(setting, given, role)).problems);

  test('leaves 15 % free', () => expect(judged({ capacity: { kvTokens: 94_118 } })).toEqual([]));
  test('leaves less than 15 % free: a warning', () => expect(judged({ capacity: { kvTokens: 94_117 } })).toEqual(['AF-CLU-031']));
  test('leaves a tenth free: a warning', () => expect(judged({ capacity: { kvTokens: 88_889 } })).toEqual(['AF-CLU-031']));
  test('leaves less than a tenth free: refused', () => expect(refused({ capacity: { kvTokens: 88_888 } })).toEqual(['AF-CLU-031']));
  test('admits as many requests as there are sessions', () => expect(judged({ capacity: { requests: 10 } })).toEqual([]));
  test('admits one request fewer', () => expect(refused({ capacity: { requests: 9 } })).toEqual(['AF-CLU-031']));
  test('is not said at all: uncertain', () => {
    const found = findings((setting) => void crew(setting, { capacity: undefined } as never));
    expect(codesOf(found)).toEqual(['AF-CLU-030']);
  });
  test('is not said on a strict cluster: refused', () => {
    const build = () => research((setting) => void crew(setting, { capacity: undefined } as never), { strict: true });
    expect(codesOf(problemsIn(build))).toEqual(['AF-CLU-030']);
  });
  test('makes too few tokens a second for the requests of a role', () => {
    // 10 sessions × 6 requests a minute × 500 tokens: 500 tokens a second.
    const role = { request: { outputTokens: 500, perMinute: 6 } };
    expect(judged({ capacity: { kvTokens: 200_000, tokensPerSecond: 1_000 } }, role)).toEqual([]);
    expect(refused({ capacity: { kvTokens: 200_000, tokensPerSecond: 400 } }, role)).toEqual(['AF-CLU-031']);
    expect(judged({ capacity: { kvTokens: 200_000 } }, role)).toEqual(['AF-CLU-030']);
  });
  test('admits shorter requests than a role plans', () => {
    expect(refused({ maxContextTokens: 4_096 })).toEqual(['AF-CLU-032']);
  });

  test('is asked by two fleets together', () => {
    const problems = refusal((setting) => {
      const { stack, cluster } = setting;
      const chat = InferencePool.fromExisting(stack, 'chat', { cluster, ...CHAT, capacity: { kvTokens: 150_000 } });
      for (const name of ['one', 'two']) {
        new AgentFleet(stack, name, {
          cluster,
          topology: Topology.pipeline({ stages: ['writer'] }),
          concurrentWorkflows: 10,
          roles: { writer: { pool: chat, contextTokens: 8_000 } },
          runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
        });
      }
    }).problems;
    expect(problems.map(({ message }) => message).join()).toContain('160,000 tokens of KV cache, and it is said to have 150,000');
  });
});

describe('how soon it answers', () => {
  const late = (role: Partial<RoleProps>, measured?: ExistingPoolProps['measured']) =>
    findings((setting) => void crew(setting, measured === undefined ? {} : { measured }, role))
      .filter(({ code }) => /AF-(LAT|CLU-033)/.test(code))
      .map(({ code, severity }) => `${code} ${severity}`);

  test('is uncertain until it was measured', () => {
    expect(late({ latency: 'chat' })).toEqual(['AF-CLU-033 warning']);
    expect(late({ latency: 'chat' }, { ttftMs: 400 })).toEqual([]);
    expect(late({ latency: 'background' })).toEqual([]);
  });

  test('counts to the last token of a voice', () => {
    const voice = { latency: 'voice', request: { outputTokens: 11 } } as const;
    expect(late(voice, { ttftMs: 100 })).toEqual(['AF-CLU-033 warning']);
    expect(late(voice, { ttftMs: 100, tpotMs: 5 })).toEqual([]);
    expect(() => late(voice, { ttftMs: 100, tpotMs: 50 })).toThrow('takes 600 ms for the whole answer');
  });

  test('and too late is refused', () => expect(() => late({ latency: 'chat' }, { ttftMs: 501 })).toThrow('AF-CLU-033'));
});

describe('its key', () => {
  const keyed = research((setting) => void crew(setting, { key: SecretRef.existing('ml-platform', 'key') }));
  const variables = (template: FleetTemplate) =>
    manifest<Router>(template, 'Deployment', 'crew-router').spec.template.spec.containers[0]?.env.filter(({ name }) =>
      name.startsWith('POOL_KEY_'),
    ) ?? [];

  test('is a variable of the router, which its configuration names', () => {
    const [variable, ...more] = variables(keyed);
    expect(more).toEqual([]);
    expect(variable?.valueFrom).toEqual({ secretKeyRef: expect.objectContaining({ name: 'ml-platform', key: 'key' }) });
    expect(configOf(keyed)).toContain(`api_key: os.environ/${variable?.name}`);
  });

  test('is not known to the agents', () => {
    expect(JSON.stringify(manifest(keyed, 'Deployment', 'crew-agents'))).not.toContain('ml-platform');
  });

  test('is that of each pool', () => {
    const two = research(({ stack, cluster }) => {
      const router = new LiteLLMRouter(stack, 'crew-router', { cluster });
      for (const name of ['chat', 'code', 'open'])
        router.addRoute({
          alias: name,
          pool: InferencePool.fromExisting(stack, name, {
            cluster,
            ...CHAT,
            ...(name === 'open' ? {} : { key: SecretRef.existing(`${name}-key`, 'key') }),
          }),
        });
    });
    expect(variables(two).map(({ valueFrom }) => valueFrom.secretKeyRef.name)).toEqual(['chat-key', 'code-key']);
    expect(configOf(two).match(/api_key: os\.environ\/POOL_KEY_/g)).toHaveLength(2);
  });

  test.each([
    ['a literal', 'sk-0123456789'],
    ['one that is made here, which its engine does not know', SecretRef.generated('made')],
  ])('is refused: %s', (_, key) => {
    const [problem] = problemsIn(() => research((setting) => void crew(setting, { key } as never)));
    expect(problem).toMatchObject({ code: 'AF-SPEC-001', prop: 'key' });
    expect(JSON.stringify(problem)).not.toContain('0123456789');
  });
});

describe('what it costs', () => {
  const price = { input: 0.5, output: 2, asOf: '2026-11-01' };
  // 10 sessions × 6 requests a minute × (1,000 + 500) tokens: 3.6 million tokens of prompts and 1.8 million of answers an hour.
  const asks = { request: { inputTokens: 1_000, outputTokens: 500, perMinute: 6 } };
  const enough = { capacity: { kvTokens: 200_000, tokensPerSecond: 2_000 } };
  const planOf = (given: Partial<Given>, role: Partial<RoleProps> = asks) =>
    research((setting) => void crew(setting, { ...enough, ...given }, role)).plan();
  const costs = (given: Partial<Given>, role?: Partial<RoleProps>) => {
    const plan = planOf(given, role);
    const theirs = plan.existingPools?.[0];
    return {
      pool: theirs?.economics?.usdPerHour.plan,
      day: theirs?.economics?.usdPerDay,
      role: plan.fleets[0]?.roles[0]?.economics?.usdPerHour.plan,
      stack: plan.economics?.usdPerHour.plan,
    };
  };

  test('is the tokens that its roles ask, at its price', () =>
    expect(costs({ costPerMillionTokens: price })).toEqual({ pool: 5.4, day: 129.6, role: 5.4, stack: 5.4 }));
  test('is less for what its prefix cache holds', () => {
    const cached = { request: { ...asks.request, cachedTokens: 500 } };
    expect(costs({ costPerMillionTokens: { ...price, cachedInput: 0 } }, cached).role).toBe(4.5);
  });
  test('is nothing where nobody pays for it', () =>
    expect(costs({ costPerMillionTokens: { input: 0, output: 0, asOf: '2026-11-01' } })).toEqual({ pool: 0, day: 0, role: 0, stack: 0 }));
  test('is unknown without a price, and so is all that it belongs to', () =>
    expect(costs({})).toEqual({ pool: null, day: null, role: null, stack: null }));
  test('is unknown where nobody says how often it is asked', () => expect(costs({ costPerMillionTokens: price }, {}).role).toBeNull());

  test('stands beside that of an API, also where nobody says what the pool costs; both are paid by the token, so that nothing breaks even', () => {
    const api = { apiAlternative: { name: 'small', input: 0.25, output: 1, asOf: '2026-11-01' } };
    const beside = (given: Partial<Given>) => planOf(given, { ...asks, ...api }).fleets[0]?.roles[0]?.economics?.crossover;
    expect(beside({ costPerMillionTokens: price })).toMatchObject({
      usdPerHour: 2.7,
      times: 2,
      breakEvenTokensPerHour: null,
      breakEvenUse: null,
    });
    expect(beside({})).toMatchObject({ usdPerHour: 2.7, times: null, breakEvenTokensPerHour: null });
  });

  test('of each role is its own', () => {
    const plan = research(({ stack, cluster }) => {
      const chat = InferencePool.fromExisting(stack, 'chat', { cluster, ...CHAT, ...enough, costPerMillionTokens: price });
      const role = (perMinute: number) => ({
        pool: chat,
        contextTokens: 2_000,
        request: { inputTokens: 1_000, outputTokens: 500, perMinute },
      });
      new AgentFleet(stack, 'crew', {
        cluster,
        topology: Topology.pipeline({ stages: ['writer', 'critic'] }),
        concurrentWorkflows: 10,
        roles: { writer: role(6), critic: role(1) },
        runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
      });
    }).plan();
    const each = plan.fleets[0]?.roles.map(({ economics }) => economics?.usdPerHour.plan ?? 0) ?? [];
    expect((each[0] ?? 0) / (each[1] ?? 1)).toBeCloseTo(6, 5);
    expect(each[0] ?? 0).toBeGreaterThan(0);
  });

  test('counts in the budget of the fleet', () => {
    const build = (perHour: number) =>
      findings(
        (setting) => void crew(setting, { ...enough, costPerMillionTokens: price }, asks, { budget: { usdPerHour: perHour } } as never),
      )
        .map(({ code }) => code)
        .filter((code) => code.startsWith('AF-COST'));
    expect(build(10)).toEqual([]);
    expect(() => build(5)).toThrow('AF-COST');
  });

  test('is what its router counts as spend', () => {
    const template = research((setting) => void crew(setting, { ...enough, costPerMillionTokens: price }, asks));
    expect(configOf(template)).toMatch(/input_cost_per_token: 5\.0e-7\n\s+output_cost_per_token: 0\.000002/);
  });

  test('stands in the terminal and in the report', () => {
    const plan = planOf({ costPerMillionTokens: price });
    expect(renderPlan(plan, { colours: false, width: 240 })).toContain('$5.40/h for its tokens');
    const page = renderHtml(reportView([plan]));
    expect(page).toContain('Pools of others');
    expect(page).toContain('data-of="/0/existingPools/0/economics/usdPerHour/plan">$5.40');
    expect(page).toContain('data-of="/0/existingPools/0/capacity/kvTokens">200,000');
    expect(page).toContain('pool of somebody else');
    expect(page).toMatch(
      /router crew-router<\/?.* sends requests to .*existing pool chat|router crew-router sends requests to existing pool chat/,
    );
  });

  test.each([
    ['without a date', { input: 1, output: 1 }, 'costPerMillionTokens.asOf'],
    ['below nothing', { ...price, input: -1 }, 'costPerMillionTokens.input'],
    ['that is a text', { ...price, output: '2' }, 'costPerMillionTokens.output'],
  ])('is refused: a price %s', (_, costPerMillionTokens, prop) => {
    const [problem] = problemsIn(() => research((setting) => void crew(setting, { costPerMillionTokens } as never)));
    expect(problem).toMatchObject({ code: 'AF-SPEC-001', prop });
  });
});

interface Router {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly env: readonly { readonly name: string; readonly valueFrom: { readonly secretKeyRef: { readonly name: string } } }[];
        }[];
      };
    };
  };
}

test('a pool of this library lets the router of another app in', () => {
  const template = research((setting) => pool(setting, 'chat').admitFrom('research-b'));
  const policy = manifest<object>(template, 'NetworkPolicy', 'chat-from-research-b-8000');
  expect(JSON.stringify(policy)).toContain('"kubernetes.io/metadata.name":"research-b"');
});

describe('refused', () => {
  test.each([
    ['an address without a scheme', { url: 'chat.ml:8000' }, 'url'],
    ['a password in the address', { url: 'http://user:secret@chat.ml:8000/v1' }, 'url'],
    ['no namespace', { namespace: undefined }, 'namespace'],
    ['no name of the model', { servedName: '' }, 'servedName'],
    ['a model by its name', { model: 'llama' }, 'model'],
    ['an empty capacity', { capacity: {} }, 'capacity.kvTokens'],
    ['a capacity of nothing', { capacity: { kvTokens: 0 } }, 'capacity.kvTokens'],
    ['a speed alone', { capacity: { tokensPerSecond: 100 } }, 'capacity.kvTokens'],
    ['no labels', { podLabels: {} }, 'podLabels'],
    ['a card, which nobody asks for', { gpu: 'H100' }, 'gpu'],
  ])('%s', (_, more, prop) => {
    const [problem] = problemsIn(() => research((setting) => void crew(setting, more as never)));
    expect(problem?.code).toMatch(/^AF-SPEC-00[1-4]$/);
    expect(problem?.prop).toBe(prop);
    expect(JSON.stringify(problem)).not.toContain('secret@');
  });
});
