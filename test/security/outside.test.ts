import { TerraformVariable } from 'cdktf';
import {
  AgentRuntime,
  Cluster,
  ExternalHost,
  ExternalModel,
  LiteLLMRouter,
  McpServer,
  SecretRef,
  TaskQueue,
  Tracing,
  Weights,
} from '../../lib';
import type { KubernetesObject } from '../../lib/testing/kubernetes-view/kubernetes-object';
import { edgesOf, manifest, pool, research, type Setting } from '../setup/research-stack';
import { errorsIn } from '../support/problems-in';

const PROXY = { https: 'http://proxy.example.com:3128', cidrs: ['10.1.2.0/28'], noProxy: ['10.96.0.0/12', '.corp.example.com'] };
const HUB = expect.arrayContaining([{ matchName: 'huggingface.co' }, { matchPattern: '*.hf.co' }]);
const IMAGE = 'registry.example.com/agents:1.0.0';
const KEY = SecretRef.existing('key', 'value');

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

function containersOf(object: KubernetesObject): readonly Container[] {
  const { spec } = (object as unknown as { spec: { template: { spec: { containers: Container[]; initContainers?: Container[] } } } }).spec
    .template;
  return [...(spec.initContainers ?? []), ...spec.containers];
}

const proxied = (object: KubernetesObject): string[] =>
  containersOf(object)
    .filter(({ env = [] }) => env.some(({ name }) => name === 'HTTPS_PROXY'))
    .map(({ name }) => name);

/** Everything that leaves the cluster, and everything that does not. */
function fleet(setting: Setting): void {
  const { stack, cluster } = setting;
  const chat = pool(setting, 'claimed', { weights: Weights.claim(), huggingFaceToken: SecretRef.existing('hub', 'token') });
  pool(setting, 'ephemeral');
  const runtime = { cluster, framework: 'pydantic-ai', image: IMAGE } as const;
  new AgentRuntime(stack, 'open', { ...runtime, internet: true });
  new AgentRuntime(stack, 'closed', runtime);
  new AgentRuntime(stack, 'calls-anywhere', { ...runtime, services: [new ExternalHost({ name: 'crm', host: 'crm.example.com' })] });
  new AgentRuntime(stack, 'calls-range', {
    ...runtime,
    services: [new ExternalHost({ name: 'crm', host: 'crm.example.com', cidrs: ['10.9.0.0/24'] })],
  });
  new AgentRuntime(stack, 'asks-sqs', { ...runtime, services: [sqs()] });
  new McpServer(stack, 'search', { cluster, image: IMAGE, port: 8080, internet: true });
  new McpServer(stack, 'files', { cluster, image: IMAGE, port: 8080 });
  const gpt = ExternalModel.openAiCompatible({ url: 'https://llm.example.com/v1', model: 'gpt', key: KEY, maxContextTokens: 128_000 });
  new LiteLLMRouter(stack, 'router', { cluster, externalModels: { gpt } }).addRoute({ alias: 'chat', pool: chat });
  new LiteLLMRouter(stack, 'inner', { cluster }).addRoute({ alias: 'chat', pool: chat });
  Tracing.otlp(stack, 'traces', { cluster, to: new ExternalHost({ name: 'otlp', host: 'otlp.example.com' }) });
}

const sqs = () =>
  TaskQueue.fromExisting({
    kind: 'sqs',
    name: 'tasks',
    url: 'https://sqs.eu-north-1.amazonaws.com/123456789012/tasks',
    region: 'eu-north-1',
  });

describe('by name', () => {
  const template = research(fleet, { namedEgress: { policies: 'cilium' } });
  const named = template.manifests().filter(({ kind }) => kind === 'CiliumNetworkPolicy') as unknown as readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly endpointSelector: unknown; readonly egress: readonly Record<string, unknown>[] };
  }[];
  const hostsOf = ({ spec }: (typeof named)[number]) => spec.egress[0]?.['toFQDNs'];

  test('what has a name and no ranges is opened by its name, and nothing else to all addresses', () => {
    expect(Object.fromEntries(named.map((policy) => [policy.metadata.name, hostsOf(policy)]))).toEqual({
      [named.find(({ metadata }) => metadata.name.startsWith('asks-sqs-'))?.metadata.name ?? '']: [
        { matchName: 'sqs.eu-north-1.amazonaws.com' },
      ],
      'calls-anywhere-to-crm-example-com-443': [{ matchName: 'crm.example.com' }],
      'router-to-llm-example-com-443': [{ matchName: 'llm.example.com' }],
      'traces-to-otlp-example-com-443': [{ matchName: 'otlp.example.com' }],
      [named.find(({ metadata }) => metadata.name.startsWith('claimed-download-'))?.metadata.name ?? '']: HUB,
      [named.find(({ metadata }) => metadata.name.startsWith('ephemeral-'))?.metadata.name ?? '']: HUB,
    });
    const open = template
      .manifests()
      .filter((object) => object.kind === 'NetworkPolicy' && JSON.stringify(object).includes('0.0.0.0/0'))
      .map(({ metadata }) => metadata.name);
    expect(open.sort()).toEqual(['open-to-internet-443', 'search-to-internet-443']);
  });

  test('a policy selects the pods, opens the port, and lets Cilium see what they ask for', () => {
    expect(named.find(({ metadata }) => metadata.name === 'calls-anywhere-to-crm-example-com-443')?.spec).toEqual({
      endpointSelector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/name': 'calls-anywhere' }) },
      egress: [
        { toFQDNs: [{ matchName: 'crm.example.com' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
        {
          toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s-app': 'kube-dns' } }],
          toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
        },
      ],
    });
  });

  test('a hub of yours stands in the place of the public one', () => {
    const own = research(fleet, { namedEgress: { policies: 'cilium', modelHub: ['hub.example.com'] } });
    expect(own.manifests().map(({ metadata }) => metadata.name)).toContain('claimed-download-to-hub-example-com-443');
    expect(JSON.stringify(own.manifests())).not.toContain('matchName":"huggingface.co');
  });

  test('a host that Terraform knows has a policy whose name follows from where it stands', () => {
    const names = (others: number) => {
      const made = research(
        ({ stack, cluster }) => {
          for (let other = 0; other < others; other++) void new TerraformVariable(stack, `other-${other}`, {}).stringValue;
          const host = new TerraformVariable(stack, 'crm-host', {}).stringValue;
          const services = [new ExternalHost({ name: 'crm', host })];
          new AgentRuntime(stack, 'calls', { cluster, framework: 'custom', image: IMAGE, services });
        },
        { namedEgress: { policies: 'cilium' } },
      );
      const [policy] = made.manifests().filter(({ kind }) => kind === 'CiliumNetworkPolicy');
      expect(JSON.stringify(policy?.['spec'])).toContain('"matchName":"${var.crm-host}"');
      return policy?.metadata.name;
    };
    expect(names(0)).toMatch(/^calls-to-names-443-[0-9a-f]{8}$/);
    expect(names(3)).toBe(names(0));
  });

  test('hosts that read alike have policies of their own, with names that Kubernetes takes', () => {
    const hosts = ['a-b.example.com', 'a.b.example.com', 'A.B.example.com'];
    const made = research(
      ({ stack, cluster }) => {
        const services = hosts.map((host, index) => new ExternalHost({ name: `host-${index}`, host }));
        new AgentRuntime(stack, 'calls', { cluster, framework: 'custom', image: IMAGE, services });
      },
      { namedEgress: { policies: 'cilium' } },
    );
    const names = made
      .manifests()
      .filter(({ kind }) => kind === 'CiliumNetworkPolicy')
      .map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^calls-to-a-b-example-com-443(-[0-9a-f]{8})?$/);
  });

  test('hosts without ranges are no finding any more', () => {
    const codes = (setting: object) =>
      research(fleet, setting)
        .plan()
        .findings.map(({ code }) => code);
    expect(codes({})).toContain('AF-SEC-005');
    expect(codes({ namedEgress: { policies: 'cilium' } })).not.toContain('AF-SEC-005');
  });

  test.each([
    ['dns', { dns: 'node-local', namedEgress: { policies: 'cilium' } }],
    ['namedEgress', { proxy: PROXY, namedEgress: { policies: 'cilium' } }],
    ['namedEgress.policies', { namedEgress: { policies: 'calico' } }],
    ['namedEgress.modelHub.0', { namedEgress: { policies: 'cilium', modelHub: ['*.com'] } }],
    ['namedEgress.modelHub.0', { namedEgress: { policies: 'cilium', modelHub: ['https://hub.example.com'] } }],
    ['namedEgress.modelHub', { namedEgress: { policies: 'cilium', modelHub: [] } }],
  ])('%s is refused', (prop, setting) => {
    expect(errorsIn(() => research(() => undefined, setting as object)).map(({ prop: named }) => named)).toContain(prop);
  });
});

describe('behind a proxy', () => {
  const template = research(fleet, { proxy: PROXY });
  const workloads = template.manifests().filter(({ kind }) => ['Deployment', 'Job'].includes(kind));

  test('exactly the containers that leave the cluster are told of it', () => {
    const told = Object.fromEntries(
      workloads.map((object) => [object.metadata.name.replace(/-[0-9a-f]{8}$/, ''), proxied(object)]).filter(([, names]) => names?.length),
    );
    expect(told).toEqual({
      'claimed-download': ['download'],
      ephemeral: ['download'],
      open: ['agents'],
      'calls-anywhere': ['agents'],
      'asks-sqs': ['agents'],
      search: ['server'],
      router: ['litellm'],
      traces: ['collector'],
    });
  });

  test('names of the cluster are asked directly, in both spellings', () => {
    const [{ env = [] } = { env: [] }] = containersOf(manifest(template, 'Deployment', 'open'));
    const values = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      HTTP_PROXY: PROXY.https,
      https_proxy: PROXY.https,
      NO_PROXY: 'localhost,127.0.0.1,::1,.svc,.cluster.local,10.96.0.0/12,.corp.example.com',
      no_proxy: values['NO_PROXY'],
    });
  });

  test('the network is open to the proxy and to no public address', () => {
    const policies = JSON.stringify(template.manifests().filter(({ kind }) => kind === 'NetworkPolicy'));
    expect(policies).not.toContain('0.0.0.0/0');
    expect(edgesOf(template, 'open').join()).toContain('to-proxy');
    expect(edgesOf(template, 'closed').join()).not.toContain('to-proxy');
    const proxy = template.manifests().find(({ metadata }) => metadata.name === 'open-to-proxy') as unknown as {
      spec: { egress: unknown };
    };
    expect(proxy.spec.egress).toEqual([{ to: [{ ipBlock: { cidr: '10.1.2.0/28' } }], ports: [{ port: 3128, protocol: 'TCP' }] }]);
  });

  test('the API server is asked directly where the cluster says where it is', () => {
    const known = research(fleet, { proxy: PROXY, apiServerCidrs: ['10.0.0.2/32'] });
    expect(JSON.stringify(manifest(known, 'Deployment', 'open'))).toContain('.cluster.local,10.0.0.2/32,10.96.0.0/12');
  });

  test('a variable of the proxy in env is refused: the network would not let it through', () => {
    const problems = errorsIn(() =>
      research(
        ({ stack, cluster }) =>
          void new AgentRuntime(stack, 'open', {
            cluster,
            framework: 'pydantic-ai',
            image: IMAGE,
            internet: true,
            env: { HTTPS_PROXY: 'http://other:1' },
          }),
        { proxy: PROXY },
      ),
    );
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-CPU-013', prop: 'env.HTTPS_PROXY' })]);
  });
});

describe('families of addresses', () => {
  const internet = (options: object) => {
    const found = research(fleet, options)
      .manifests()
      .find(({ metadata }) => metadata.name === 'open-to-internet-443');
    return (found as unknown as { spec: { egress: { to: { ipBlock: { cidr: string; except: string[] } }[] }[] } }).spec.egress[0]?.to ?? [];
  };

  test('are IPv4 unless the cluster says otherwise', () => {
    expect(internet({}).map(({ ipBlock }) => ipBlock.cidr)).toEqual(['0.0.0.0/0']);
  });

  test('of both kinds are open, without private ranges and without ways round to IPv4', () => {
    const peers = internet({ ipFamilies: ['IPv4', 'IPv6'] });
    expect(peers.map(({ ipBlock }) => ipBlock.cidr)).toEqual(['0.0.0.0/0', '::/0']);
    expect(peers[1]?.ipBlock.except).toEqual(['::1/128', '64:ff9b::/96', 'fc00::/7', 'fe80::/10']);
    expect(internet({ ipFamilies: ['IPv6'] })).toHaveLength(1);
  });

  test('say nothing of pods without a way out', () => {
    expect(edgesOf(research(fleet, { ipFamilies: ['IPv6'] }), 'closed').join()).not.toContain('internet');
  });
});

describe('wrong ways out are refused', () => {
  test.each([
    ['a password in the address', { proxy: { ...PROXY, https: 'http://user:secret@proxy.example.com:3128' } }],
    ['an address without a scheme', { proxy: { ...PROXY, https: 'proxy.example.com:3128' } }],
    ['a SOCKS proxy', { proxy: { ...PROXY, https: 'socks5://proxy.example.com:1080' } }],
    ['no ranges', { proxy: { ...PROXY, cidrs: [] } }],
    ['ranges left out', { proxy: { https: PROXY.https } }],
    ['the metadata service as a proxy', { proxy: { ...PROXY, cidrs: ['169.254.169.254/32'] } }],
    ['a host in place of a range', { proxy: { ...PROXY, cidrs: ['proxy.example.com'] } }],
    ['two entries in one', { proxy: { ...PROXY, noProxy: ['a.example.com,b.example.com'] } }],
    ['an empty entry', { proxy: { ...PROXY, noProxy: [''] } }],
    ['an address alone', { proxy: PROXY.https }],
    ['no family', { ipFamilies: [] }],
    ['a family twice', { ipFamilies: ['IPv6', 'IPv6'] }],
    ['a family in lower case', { ipFamilies: ['ipv6'] }],
  ])('%s', (_, options) => {
    const [problem] = errorsIn(() => Cluster.fromKubeconfig({ context: 'prod', ...(options as object) }));
    expect(problem?.code).toMatch(/^AF-SPEC-00[1-4]$/);
    expect(problem?.prop).toMatch(/^(?:proxy|ipFamilies)/);
    expect(JSON.stringify(problem)).not.toContain('secret@');
  });
});
