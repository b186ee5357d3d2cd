/** A fleet with tracing: who sends spans where, what leaves the cluster, and what is refused. */
import {
  AgentFleet,
  ExternalHost,
  Gpu,
  InferencePool,
  InternalService,
  LiteLLMRouter,
  Model,
  SecretRef,
  Topology,
  Tracing,
} from 'cdktf-agent-fleet';
import { Cluster } from '../../lib/platform/cluster';
import { CaBundle } from '../../lib/security/ca-bundle';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import type { FleetTemplate } from '../../lib/testing';
import type { TracingProps } from '../../lib/tracing/tracing-props';
import { templateOf } from '../setup/template-of';
import { problemsIn } from '../support/problems-in';
import { textOf } from '../support/terraform-template';

const HOST = { name: 'traces', host: 'otlp.example.com', cidrs: ['203.0.113.0/24'] };
const KEYED = { ...HOST, key: SecretRef.existing('traces', 'key') };

interface Made {
  readonly kind?: 'otlp' | 'langfuse' | 'langSmith';
  readonly props?: Partial<TracingProps> & { readonly keyHeader?: string; readonly project?: string };
}

function traced({ kind = 'otlp', props = {} }: Made = {}) {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(app, 'research');
  const tracing = Tracing[kind](stack, 'tracing', { cluster, to: new ExternalHost(KEYED), ...props } as never);
  return { app, cluster, stack, tracing };
}

function fleetWith(made: Made = {}) {
  const setting = traced(made);
  const { cluster, stack, tracing } = setting;
  const pool = new InferencePool(stack, 'workers', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const fleet = new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.flat({ agents: ['worker'] }),
    concurrentWorkflows: 2,
    roles: { worker: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0.0' },
    services: [tracing],
    sessionStore: false,
    stateStore: false,
  });
  return { ...setting, fleet, template: templateOf(setting.app, 'research') };
}

type Named = { metadata: [{ name: string }] | { name: string } };
const nameOf = ({ metadata }: Named) => (Array.isArray(metadata) ? metadata[0].name : metadata.name);
const find = <T>(template: FleetTemplate, type: string, name: string): T => {
  const found = (template.resources(type as never) as unknown as Named[]).find((one) => nameOf(one) === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found as T;
};
const configOf = (template: FleetTemplate): string =>
  textOf(find<{ data: { 'config.yaml': string } }>(template, 'kubernetes_config_map_v1', 'tracing').data['config.yaml']);
const envOf = (template: FleetTemplate, deployment: string): Record<string, unknown> => {
  const { spec } = find<{
    spec: { template: { spec: { container: { env: { name: string; value?: string; value_from?: unknown }[] }[] } } };
  }>(template, 'kubernetes_deployment_v1', deployment);
  return Object.fromEntries((spec.template.spec.container[0]?.env ?? []).map(({ name, value, value_from }) => [name, value ?? value_from]));
};
const alone = (made: Made): string => configOf(templateOf(traced(made).app, 'research'));

function problems(made: Made): string[] {
  return problemsIn(() => traced(made).app.synth()).map(({ code, prop }) => `${code} ${prop}`);
}

describe('a fleet with tracing among its services', () => {
  const { template, fleet } = fleetWith();
  const url = 'http://tracing.research.svc.cluster.local:4318';

  test('says so to what watches it', () => expect(fleet.traced).toBe(true));

  test.each(['research-agents', 'research-router'])(
    '%s sends its spans to the collector, under its own name and without prompts',
    (name) => {
      expect(envOf(template, name)).toMatchObject({
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_SERVICE_NAME: name,
        OTEL_PROPAGATORS: 'tracecontext,baggage',
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'false',
      });
    },
  );

  test('the router writes spans and hands the trace on to the engine', () => {
    const { data } = find<{ data: { 'config.yaml': string } }>(template, 'kubernetes_config_map_v1', 'research-router');
    const config = textOf(data['config.yaml']);
    expect(config).toMatch(/callbacks:\n\s+- "?prometheus"?\n\s+- "?otel"?/);
    expect(config).toMatch(/forward_traceparent_to_llm_provider: true/);
    expect(config).toMatch(/turn_off_message_logging: true/);
  });

  test('agents and router reach the collector, and the collector reaches the destination alone', () => {
    const policies = (template.resources('kubernetes_network_policy_v1') as unknown as (Named & { spec: object })[]).map((one) => ({
      name: nameOf(one),
      spec: JSON.stringify(one.spec),
    }));
    const of = (text: string) => policies.filter(({ name }) => name.startsWith(text));
    expect(of('research-agents-to-research-tracing')).toHaveLength(1);
    expect(of('research-router-to-research-tracing')).toHaveLength(1);
    expect(of('tracing-from-research-')).toHaveLength(2);
    const out = of('tracing-to-');
    expect(out).toHaveLength(1);
    expect(out[0]?.spec).toContain('203.0.113.0/24');
  });

  test('the key of the destination is a reference that the collector alone reads', () => {
    expect(envOf(template, 'tracing')['TRACES_KEY']).toEqual({ secret_key_ref: { name: 'traces', key: 'key' } });
    expect(JSON.stringify(envOf(template, 'research-agents'))).not.toContain('"traces"');
    expect(configOf(template)).toMatch(/authorization: "?Bearer \$\{env:TRACES_KEY\}"?/);
  });
});

test('the engine of a pool sends its spans to the collector over HTTP', () => {
  const { app, cluster, stack, tracing } = traced();
  const props = { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
  const pool = new InferencePool(stack, 'workers', { ...props, tracing });
  const plain = new InferencePool(stack, 'others', props);
  const template = templateOf(app, 'research');
  const argsOf = (name: string) =>
    find<{ spec: { template: { spec: { container: { args: string[] }[] } } } }>(template, 'kubernetes_deployment_v1', name).spec.template
      .spec.container[0]?.args;
  expect(argsOf('workers')?.join(' ')).toContain('--otlp-traces-endpoint http://tracing.research.svc.cluster.local:4318/v1/traces');
  expect(argsOf('others')?.join(' ')).not.toContain('otlp');
  expect(envOf(template, 'workers')).toMatchObject({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf', OTEL_SERVICE_NAME: 'workers' });
  expect(Object.keys(envOf(template, 'others')).join()).not.toContain('OTEL');
  const policies = (template.resources('kubernetes_network_policy_v1') as unknown as Named[]).map(nameOf);
  expect(policies).toEqual(expect.arrayContaining(['workers-to-research-tracing', 'tracing-from-research-workers']));
  expect(pool.plan().engineOptions.spansTo).toBe(tracing.url);
  expect(plain.plan().engineOptions.spansTo).toBeUndefined();
  expect(
    pool
      .dataPlace()
      .onward?.()
      .map(({ how }) => how),
  ).toContain('sends spans to');
});

test('a fleet without tracing has a router that is not traced', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'research');
  new LiteLLMRouter(stack, 'router', { cluster: Cluster.fromKubeconfig({ context: 'prod-eu' }) });
  const template = templateOf(app, 'research');
  expect(Object.keys(envOf(template, 'router')).filter((name) => name.startsWith('OTEL'))).toEqual([]);
  expect(JSON.stringify(template.resources('kubernetes_config_map_v1'))).not.toContain('otel');
});

describe('what leaves the cluster', () => {
  test('by default every trace, without prompts, and never when a statement fails', () => {
    const config = alone({});
    expect(config).not.toContain('probabilistic_sampler');
    expect(config).toMatch(/error_mode: "?propagate"?/);
    expect(config).toContain('keep_matching_keys(span.attributes');
    expect(config).toContain('set(span.status.message');
  });

  test('a share of the traces', () => expect(alone({ props: { sampledShare: 0.07 } })).toMatch(/sampling_percentage: 7$/m));

  test('prompts where they are wanted', () => expect(alone({ props: { prompts: 'kept' } })).not.toContain('transform'));

  test('attributes of your own, with dots that are dots', () =>
    expect(alone({ props: { keptAttributes: ['app.tenant'] } })).toContain('app[.]tenant'));

  test.each([
    ['langfuse', {}, 'https://otlp.example.com/api/public/otel', /authorization: "?Basic \$\{env:TRACES_KEY\}"?/],
    ['langSmith', { project: 'research' }, 'https://otlp.example.com/otel', /langsmith-project: "?research"?/],
    ['otlp', { keyHeader: 'x-honeycomb-team' }, 'https://otlp.example.com', /x-honeycomb-team: "?\$\{env:TRACES_KEY\}"?/],
    [
      'otlp',
      { to: new InternalService({ name: 'jaeger', namespace: 'tracing', port: 4318 }) },
      'http://jaeger.tracing.svc.cluster.local:4318',
      /otlp_http/,
    ],
  ] as const)('%s %o', (kind, props, endpoint, headers) => {
    const config = alone({ kind, props: props as Made['props'] & object });
    expect(config).toMatch(new RegExp(`endpoint: "?${endpoint}"?$`, 'm'));
    expect(config).toMatch(headers);
  });
});

describe('tracing that exists', () => {
  const to = new InternalService({ name: 'collector', namespace: 'monitoring', port: 4318, key: SecretRef.existing('otel', 'headers') });
  const tracing = Tracing.fromExisting({ to });
  const client = { owner: Testing.app(), name: 'agents', namespace: { name: 'research' }, selector: {} } as never;

  test('gives clients its address and its headers by reference', () => {
    expect(tracing.clientEnv(client)).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.monitoring.svc.cluster.local:4318',
      OTEL_EXPORTER_OTLP_HEADERS: { name: 'otel', key: 'headers' },
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=research,k8s.namespace.name=research',
    });
  });
});

describe('refused', () => {
  test.each<[string, Made, string]>([
    ['a destination that is a text', { props: { to: 'https://otlp.example.com' as never } }, 'AF-SPEC-001 to'],
    ['no trace at all', { props: { sampledShare: 0 } }, 'AF-SPEC-001 sampledShare'],
    ['a percentage', { props: { sampledShare: 10 } }, 'AF-SPEC-001 sampledShare'],
    ['an attribute with prompts', { props: { keptAttributes: ['gen_ai.input.messages'] } }, 'AF-SPEC-001 keptAttributes'],
    ['an answer of another instrumentation', { props: { keptAttributes: ['output.value'] } }, 'AF-SPEC-001 keptAttributes'],
    ['a numbered prompt', { props: { keptAttributes: ['gen_ai.prompt.0.content'] } }, 'AF-SPEC-001 keptAttributes'],
    ['a pattern for all attributes', { props: { keptAttributes: ['.*'] } }, 'AF-SPEC-001 keptAttributes.0'],
    ['a header without a key', { props: { to: new ExternalHost(HOST), keyHeader: 'x-api-key' } }, 'AF-SPEC-001 keyHeader'],
    ['an MCP server', { props: { to: new ExternalHost({ ...HOST, mcp: true }) } }, 'AF-SPEC-001 to.mcp'],
    [
      'certificates that nobody checks',
      { props: { to: new ExternalHost({ ...HOST, scheme: 'http', caBundle: CaBundle.configMap({ name: 'ca' }) }) } },
      'AF-SPEC-001 to.caBundle',
    ],
    ['Langfuse without a key', { kind: 'langfuse', props: { to: new ExternalHost(HOST) } }, 'AF-SPEC-001 to'],
    ['LangSmith without a key', { kind: 'langSmith', props: { to: new ExternalHost(HOST) } }, 'AF-SPEC-001 to'],
    ['no pod', { props: { replicas: 0 } }, 'AF-SPEC-001 replicas'],
  ])('%s', (_, made, problem) => expect(problems(made)).toEqual([problem]));

  test('token counts may stay, whatever they count', () =>
    expect(problems({ props: { keptAttributes: ['app.prompt_tokens', 'llm.token_count.completion.count'] } })).toEqual([]));
});

describe('variables of a traced pool', () => {
  const made = (env: Record<string, string>) => {
    const { app, cluster, stack, tracing } = traced();
    new InferencePool(stack, 'workers', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192, tracing, env });
    return () => templateOf(app, 'research');
  };

  test.each(['OTEL_SERVICE_NAME', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_TRACES_EXPORTER'])(
    '%s is for the collector to say',
    (name) => {
      expect(made({ [name]: 'mine' })).toThrow(new RegExp(`AF-ENG-037[\\s\\S]*env.${name}[\\s\\S]*leave out`));
    },
  );

  test('how an engine samples is for the user to say', () => {
    expect(made({ OTEL_TRACES_SAMPLER: 'always_on' })).not.toThrow();
  });
});
