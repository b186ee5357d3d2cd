/** Guardrails reach LiteLLM's configuration, the pods and the network of the router; what is no guardrail is refused. */
import {
  AgentFleet,
  CaBundle,
  ExternalHost,
  Guardrail,
  InternalService,
  LiteLLMRouter,
  McpServer,
  Region,
  SecretRef,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import { parse } from 'yaml';
import { guarded } from '../../examples/guides/guardrails';
import { isFleetError } from '../../lib/core/fleet-error';
import { Cluster } from '../../lib/platform/cluster';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import type { FleetTemplate } from '../../lib/testing';
import { edgesOf, findings, manifest, pool, refusal, research, type Setting, type WithPod } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';

interface Listed {
  readonly guardrail_name: string;
  readonly litellm_params: Readonly<Record<string, unknown>>;
}

const listOf = (template: FleetTemplate, name = 'router') =>
  (parse(manifest<{ data: Record<string, string> }>(template, 'ConfigMap', name).data['config.yaml'] ?? '') as { guardrails?: Listed[] })
    .guardrails;

describe('the router of the guide', () => {
  const app = Testing.app();
  guarded(app);
  const template = templateOf(app, 'guarded');
  const list = listOf(template);

  test('asks its guardrails for every request, in the order of the props', () => {
    expect(
      list?.map(({ guardrail_name, litellm_params }) => [guardrail_name, litellm_params['guardrail'], litellm_params['default_on']]),
    ).toEqual([
      ['pii', 'litellm_content_filter', true],
      ['tools', 'tool_permission', true],
      ['own', 'generic_guardrail_api', true],
    ]);
    expect(list?.map(({ litellm_params }) => litellm_params['mode'])).toEqual([
      ['pre_call', 'post_call'],
      ['pre_call', 'post_call'],
      ['pre_call'],
    ]);
  });

  test('masks, blocks, and lets only named tools pass', () => {
    expect(list?.[0]?.litellm_params).toMatchObject({
      patterns: [
        { pattern_type: 'prebuilt', pattern_name: 'email', action: 'MASK' },
        { pattern_type: 'prebuilt', pattern_name: 'iban', action: 'MASK' },
        { pattern_type: 'prebuilt', pattern_name: 'aws_access_key', action: 'BLOCK' },
      ],
      blocked_words: [{ keyword: 'project-falcon', action: 'BLOCK' }],
    });
    expect(list?.[1]?.litellm_params).toMatchObject({
      default_action: 'deny',
      on_disallowed_action: 'block',
      rules: [
        { tool_name: 'search', decision: 'allow' },
        { tool_name: 'files[.]read', decision: 'allow' },
      ],
    });
  });

  test('reads the key of an own guardrail from a Secret, and reaches it alone', () => {
    const variable = String(list?.[2]?.litellm_params['api_key']).replace('os.environ/', '');
    const { env = [] } = manifest<WithPod>(template, 'Deployment', 'router').spec.template.spec.containers[0] ?? {};
    expect(env).toContainEqual({ name: variable, valueFrom: { secretKeyRef: { name: 'guard', key: 'key', optional: false } } });
    expect(edgesOf(template, 'router')).toContain('router-to-guards-8080');
    expect(list?.[2]?.litellm_params).toMatchObject({ unreachable_fallback: 'fail_closed' });
  });
});

test('a router without guardrails says nothing of them', () => {
  expect(listOf(research(({ stack, cluster }) => void new LiteLLMRouter(stack, 'router', { cluster })))).toBeUndefined();
});

const crew = (setting: Setting, router: LiteLLMRouter, props: object = {}) =>
  new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['planner'] }),
    concurrentWorkflows: 1,
    roles: { planner: { pool: pool(setting, 'large', { weights: Weights.claim() }), contextTokens: 2_000, latency: 'chat' } },
    runtime: { framework: 'custom', image: 'registry.example.com/crew:1' },
    router,
    ...props,
  });

test('users without a filter and tools without a scope are hints; a scope alone filters no text', () => {
  const hints = (guardrails: Readonly<Record<string, Guardrail>>) =>
    findings((setting) => {
      const { stack, cluster } = setting;
      const search = new McpServer(stack, 'search', { cluster, image: 'registry.example.com/search:1', port: 8_000 });
      crew(setting, new LiteLLMRouter(stack, 'router', { cluster, guardrails }), { services: [search] });
    })
      .map(({ code }) => code)
      .filter((code) => /AF-SEC-00[23]/.test(code));
  expect(hints({})).toEqual(['AF-SEC-002', 'AF-SEC-003']);
  expect(hints({ tools: Guardrail.toolScope({ allow: ['search'] }) })).toEqual(['AF-SEC-003']);
  expect(hints({ pii: Guardrail.contentFilter({ mask: ['email'] }) })).toEqual(['AF-SEC-002']);
});

test('a guardrail outside of the region of the data is a leak', () => {
  const { problems } = refusal((given) => {
    const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-central-1' });
    const setting = { ...given, cluster };
    const service = new ExternalHost({ name: 'guard', host: 'guard.example.com', cidrs: ['203.0.113.0/24'], region: 'us-east-1' });
    crew(setting, new LiteLLMRouter(given.stack, 'router', { cluster, guardrails: { own: Guardrail.own({ service }) } }), {
      dataResidency: Region.EU,
    });
  });
  expect(problems).toEqual([
    expect.objectContaining({ code: 'AF-RES-001', message: expect.stringContaining('asks guardrail external host guard.example.com') }),
  ]);
});

test('a guardrail outside the cluster without ranges opens every public address to the router, which is told', () => {
  const told = (ranges: { readonly cidrs?: string[] }) =>
    findings((setting) => {
      const outside = new ExternalHost({ name: 'guard', host: 'guard.example.com', ...ranges });
      const guardrails = { own: Guardrail.own({ service: outside }) };
      crew(setting, new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, guardrails }));
    })
      .filter(({ code }) => code === 'AF-SEC-005')
      .map(({ prop, value }) => [prop, value]);
  expect(told({})).toEqual([['guardrails.own', 'guard.example.com']]);
  expect(told({ cidrs: ['203.0.113.0/24'] })).toEqual([]);
});

test('scopes of tools that share none let no tool pass, and are refused', () => {
  const { stack, cluster } = { stack: new TerraformStack(Testing.app(), 'scopes'), cluster: Cluster.fromKubeconfig({ context: 'prod' }) };
  const scopes = (...allowed: string[][]) =>
    Object.fromEntries(allowed.map((allow, index) => [`scope-${index}`, Guardrail.toolScope({ allow })]));
  const make = (id: string, guardrails: Readonly<Record<string, Guardrail>>) => new LiteLLMRouter(stack, id, { cluster, guardrails });
  expect(() => make('apart', scopes(['search'], ['files.read']))).toThrow(/\(guardrails\.scope-1\).*\n.*a tool that all scopes allow/);
  expect(() => make('three', scopes(['a', 'b'], ['b', 'c'], ['c', 'a']))).toThrow('guardrails.scope-2');
  expect(() => make('shared', scopes(['search', 'files.read'], ['search']))).not.toThrow();
});

const service = new InternalService({ name: 'guard', namespace: 'guards', port: 8080, key: SecretRef.existing('guard', 'key') });

const guard = (props: object) => new InternalService({ name: 'guard', namespace: 'guards', port: 8080, ...props });

test.each<[string, () => unknown]>([
  ['a filter of nothing', () => Guardrail.contentFilter({})],
  ['a pattern that LiteLLM has not', () => Guardrail.contentFilter({ mask: ['shoe_size' as never] })],
  ['a pattern that is masked and blocked', () => Guardrail.contentFilter({ mask: ['email'], block: ['email'] })],
  ['an empty word', () => Guardrail.contentFilter({ blockedWords: [''] })],
  ['a side that is none', () => Guardrail.contentFilter({ mask: ['email'], on: 'sideways' as never })],
  ['no tool', () => Guardrail.toolScope({ allow: [] })],
  ['a pattern in place of a tool', () => Guardrail.toolScope({ allow: ['.*'] })],
  ['a tool over two lines', () => Guardrail.toolScope({ allow: ['a\nb'] })],
  ['a URL in place of a service', () => Guardrail.own({ service: 'http://guard' as never })],
  ['certificates that LiteLLM does not read', () => Guardrail.own({ service: guard({ caBundle: CaBundle.configMap({ name: 'ca' }) }) })],
  ['another protocol', () => Guardrail.own({ service: guard({ scheme: 'grpc' }) })],
  ['an MCP server', () => Guardrail.own({ service: guard({ mcp: true }) })],
  ['a word in place of what becomes of requests', () => Guardrail.own({ service, unanswered: 'ignored' as never })],
  ['an unknown option', () => Guardrail.own({ service, retries: 2 } as never)],
])('%s is refused with a code', (_, make) => {
  let caught: unknown;
  try {
    make();
  } catch (error) {
    caught = error;
  }
  expect(isFleetError(caught) && caught.problems.every(({ code }) => /^AF-SPEC/.test(code))).toBe(true);
});
