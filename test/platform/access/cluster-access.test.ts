/** Each way to reach a cluster, as both providers read it; and what is refused of each. */
import { TerraformProvider, TerraformResource, TerraformVariable } from 'cdktf';
import {
  AgentRuntime,
  Cluster,
  ExecPlugin,
  type ExecPluginProps,
  type Finding,
  FleetPlatform,
  isFleetError,
  SessionStore,
} from 'cdktf-agent-fleet';
import { SynthesizedApp } from '../../../lib/plan/synthesized-app';
import { App, TerraformStack } from '../../../lib/terraform/engine';
import { temporaryOutdir } from '../../setup/temporary-outdir';
import { problemsIn } from '../../support/problems-in';

type Block = Readonly<Record<string, unknown>>;

interface Written {
  readonly provider: { readonly kubernetes: readonly Block[]; readonly helm: readonly Block[] };
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

function written(build: (stack: TerraformStack, app: App) => void, stack = 'research'): Written {
  const app = new App({ outdir: temporaryOutdir() });
  build(new TerraformStack(app, 'research'), app);
  app.synth();
  return SynthesizedApp.read(app.outdir).stack(stack).terraform() as unknown as Written;
}

const runtime = { framework: 'custom', image: 'registry.example.com/agents:1' } as const;
const agents = (stack: TerraformStack, id: string, cluster: Cluster, namespace = id) =>
  new AgentRuntime(stack, id, { ...runtime, cluster, namespace });

function providersOf(cluster: (stack: TerraformStack) => Cluster): { kubernetes: Block; helm: Block } {
  const { provider } = written((stack) => void agents(stack, 'agents', cluster(stack)));
  return { kubernetes: provider.kubernetes[0] as Block, helm: provider.helm[0] as Block };
}

function problemsOf(build: (stack: TerraformStack, app: App) => unknown): readonly Finding[] {
  return problemsIn(() => written((stack, app) => void build(stack, app)));
}

const host = 'https://api.example.com:6443';
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('the kubeconfig that the environment names', () => {
  test('no path is written, so that KUBE_CONFIG_PATH decides; the context is', () => {
    const { kubernetes, helm } = providersOf(() => Cluster.fromEnvironment({ context: 'prod-eu' }));
    expect(kubernetes).toEqual({ config_context: 'prod-eu' });
    expect(helm).toEqual({ kubernetes: { config_context: 'prod-eu' } });
  });

  test('what is written does not depend on the environment of the synthesis', () => {
    const names = ['KUBECONFIG', 'KUBE_CONFIG_PATH', 'KUBE_CONFIG_PATHS', 'KUBE_CTX'];
    const before = providersOf(() => Cluster.fromEnvironment({ context: 'prod-eu' }));
    for (const name of names) process.env[name] = '/somewhere/else';
    try {
      expect(providersOf(() => Cluster.fromEnvironment({ context: 'prod-eu' }))).toEqual(before);
    } finally {
      for (const name of names) delete process.env[name];
    }
  });

  test('two contexts of it are two clusters', () => {
    const { provider } = written((stack) => {
      for (const context of ['prod-eu', 'prod-us']) agents(stack, context, Cluster.fromEnvironment({ context }));
    });
    expect(provider.kubernetes).toEqual(['prod-eu', 'prod-us'].map((context) => ({ alias: context, config_context: context })));
  });
});

test('the path of a kubeconfig may come from a variable', () => {
  const { kubernetes, helm } = providersOf((stack) =>
    Cluster.fromKubeconfig({ context: 'prod', path: new TerraformVariable(stack, 'kubeconfig', { type: 'string' }).stringValue }),
  );
  expect(kubernetes).toEqual({ config_path: '${var.kubeconfig}', config_context: 'prod' });
  expect(helm).toEqual({ kubernetes: { config_path: '${var.kubeconfig}', config_context: 'prod' } });
});

describe('a program that prints a credential', () => {
  const programs: readonly [string, ExecPluginProps, Block][] = [
    [
      'EKS',
      ExecPlugin.eks({ clusterName: 'prod', region: 'eu-north-1', roleArn: 'arn:aws:iam::123456789012:role/deploy', profile: 'ci' }),
      {
        command: 'aws',
        args: [
          '--region',
          'eu-north-1',
          'eks',
          'get-token',
          '--cluster-name',
          'prod',
          '--role-arn',
          'arn:aws:iam::123456789012:role/deploy',
          '--output',
          'json',
        ],
        env: { AWS_PROFILE: 'ci' },
      },
    ],
    [
      'EKS, all from the environment',
      ExecPlugin.eks({ clusterName: 'prod' }),
      { command: 'aws', args: ['eks', 'get-token', '--cluster-name', 'prod', '--output', 'json'] },
    ],
    ['GKE', ExecPlugin.gke(), { command: 'gke-gcloud-auth-plugin' }],
    [
      'GKE without gcloud',
      ExecPlugin.gke({ applicationDefaultCredentials: true }),
      { command: 'gke-gcloud-auth-plugin', args: ['--use_application_default_credentials'] },
    ],
    [
      'AKS',
      ExecPlugin.aks({ login: 'workloadidentity', tenantId: '00000000-0000-0000-0000-000000000001' }),
      {
        command: 'kubelogin',
        args: [
          'get-token',
          '--login',
          'workloadidentity',
          '--server-id',
          '6dae42f8-4368-4678-94ff-3960e28e3630',
          '--tenant-id',
          '00000000-0000-0000-0000-000000000001',
        ],
      },
    ],
    ['a program of your own', { command: '/opt/login', args: ['--for', 'prod'] }, { command: '/opt/login', args: ['--for', 'prod'] }],
  ];

  test.each(programs)('%s: a block of the Kubernetes provider, an object of the Helm provider', (_, exec, expected) => {
    const { kubernetes, helm } = providersOf(() => Cluster.fromExec({ host, clusterCaCertificate: PEM, exec }));
    const block = { api_version: 'client.authentication.k8s.io/v1beta1', ...expected };
    const address = { host, cluster_ca_certificate: PEM, config_path: '' };
    expect(kubernetes).toEqual({ ...address, exec: [block] });
    expect(helm).toEqual({ kubernetes: { ...address, exec: block } });
  });

  test('a hostile variable reaches the program as it is written, a token as a token', () => {
    const env = (stack: TerraformStack) => ({
      'My.Odd-Name': '${file("/etc/hostname")}',
      fromVariable: new TerraformVariable(stack, 'v', {}).stringValue,
    });
    const { kubernetes, helm } = providersOf((stack) => Cluster.fromExec({ host, exec: { command: 'login', env: env(stack) } }));
    const expected = { env: { 'My.Odd-Name': '$${file("/etc/hostname")}', fromVariable: '${var.v}' } };
    expect(kubernetes).toMatchObject({ exec: [expected] });
    expect(helm).toMatchObject({ kubernetes: { exec: expected } });
  });

  test('the version of the credential may be another', () => {
    const exec = { command: 'login', apiVersion: 'client.authentication.k8s.io/v1' } as const;
    expect(providersOf(() => Cluster.fromExec({ host, exec })).kubernetes).toMatchObject({
      exec: [exec].map(({ command }) => ({ command, api_version: exec.apiVersion })),
    });
  });
});

class CloudProvider extends TerraformProvider {}

/** A cluster as the provider of a cloud makes it. */
class MadeCluster extends TerraformResource {
  constructor(stack: TerraformStack, id: string) {
    new CloudProvider(stack, 'aws', { terraformResourceType: 'aws', terraformGeneratorMetadata: { providerName: 'aws' } });
    super(stack, id, { terraformResourceType: 'aws_eks_cluster', terraformGeneratorMetadata: { providerName: 'aws' } });
  }
  get endpoint(): string {
    return this.getStringAttribute('endpoint');
  }
  get token(): string {
    return this.getStringAttribute('token');
  }
}

const exec = { command: 'aws', args: ['eks', 'get-token'] };

describe('a cluster that the same app makes', () => {
  test('in another stack: its address and its token come through the state of that stack', () => {
    const { provider } = written((stack, app) => {
      const made = new MadeCluster(new TerraformStack(app, 'infrastructure'), 'prod');
      agents(stack, 'agents', Cluster.fromToken({ name: 'prod', host: made.endpoint, token: made.token }));
    });
    const reference = /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-infrastructure\.outputs\.[\w-]*(endpoint|token)\}$/;
    expect(provider.kubernetes[0]?.['host']).toMatch(reference);
    expect(provider.kubernetes[0]?.['token']).toMatch(reference);
    expect(provider.helm[0]?.['kubernetes']).toMatchObject({
      host: provider.kubernetes[0]?.['host'],
      token: provider.kubernetes[0]?.['token'],
    });
  });

  test('in the stack of the fleet: a warning, because Terraform needs the address before it makes anything', () => {
    const app = new App({ outdir: temporaryOutdir() });
    const stack = new TerraformStack(app, 'research');
    agents(stack, 'agents', Cluster.fromExec({ name: 'prod', host: new MadeCluster(stack, 'prod').endpoint, exec }));
    app.synth();
    const { findings } = SynthesizedApp.read(app.outdir).stack('research').plan() as { findings: readonly Finding[] };
    expect(findings.filter(({ code }) => code === 'AF-CLU-012')).toMatchObject([
      { severity: 'warning', path: 'research', prop: 'host', value: 'aws_eks_cluster.prod.endpoint' },
    ]);
  });

  test.each([
    ['a variable', (stack: TerraformStack) => new TerraformVariable(stack, 'endpoint', { type: 'string' }).stringValue],
    ['a literal', () => host],
  ])('%s is no resource', (_, address) => {
    expect(problemsOf((stack) => agents(stack, 'agents', Cluster.fromExec({ name: 'prod', host: address(stack), exec })))).toEqual([]);
  });
});

describe('several clusters', () => {
  test('of each kind of access in one stack: a provider with an alias for each, and every resource has its own', () => {
    const { provider, resource } = written((stack) => {
      agents(stack, 'a', Cluster.fromEnvironment({ context: 'alpha' }));
      agents(stack, 'b', Cluster.fromExec({ name: 'beta', host, exec }));
      agents(stack, 'c', Cluster.fromToken({ name: 'gamma', host: 'https://other.example.com', tokenVariable: 'gamma_token' }));
    });
    expect(provider.kubernetes.map(({ alias }) => alias)).toEqual(['alpha', 'beta', 'gamma']);
    expect(provider.helm.map(({ alias }) => alias)).toEqual(['alpha', 'beta', 'gamma']);
    const deployments = Object.values(resource['kubernetes_deployment_v1'] ?? {});
    expect(deployments.map((block) => block['provider'])).toEqual(['kubernetes.alpha', 'kubernetes.beta', 'kubernetes.gamma']);
  });

  const eu = () => Cluster.fromEnvironment({ name: 'eu', context: 'prod', region: 'eu-north' });
  const twice: readonly [string, (stack: TerraformStack, app: App) => void, string][] = [
    [
      'two names for one context of the environment',
      (s) => [agents(s, 'a', eu()), agents(s, 'b', Cluster.fromEnvironment({ name: 'us', context: 'prod' }))],
      'name',
    ],
    [
      'two names for one context of a file',
      (s) => ['eu', 'us'].map((name) => agents(s, name, Cluster.fromKubeconfig({ name, context: 'prod' }))),
      'name',
    ],
    ['two names for one address', (s) => ['eu', 'us'].map((name) => agents(s, name, Cluster.fromExec({ name, host, exec }))), 'name'],
    [
      'two names for the cluster that Terraform runs in',
      (s) => ['eu', 'us'].map((name) => agents(s, name, Cluster.inCluster({ name }))),
      'name',
    ],
    [
      'two regions for one context',
      (s) => ['eu', 'us'].map((region) => agents(s, region, Cluster.fromEnvironment({ context: 'prod', region }))),
      'region',
    ],
    [
      'two names in two stacks',
      (s, app) => {
        new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster: eu() });
        new SessionStore(s, 'sessions', { cluster: Cluster.fromEnvironment({ name: 'production', context: 'prod' }) });
      },
      'name',
    ],
  ];

  test.each(twice)('%s: refused', (_, build, prop) => {
    expect(problemsOf(build)).toContainEqual(expect.objectContaining({ code: 'AF-CLU-011', severity: 'error', prop }));
  });

  test('two values that agree are one cluster', () => {
    expect(problemsOf((s) => [agents(s, 'a', eu()), agents(s, 'b', eu())])).toEqual([]);
  });
});

describe('refused', () => {
  const own = (props: object) => Cluster.fromExec({ host, exec: props as ExecPluginProps });
  const key = `AKIA${'ABCDEFGH'.repeat(2)}`;
  // biome-ignore format: one row a case reads as a table
  const cases: readonly [what: string, build: () => unknown, prop: string, allowed: RegExp][] = [
    ['no context of the environment', () => Cluster.fromEnvironment({} as never), 'context', /text/],
    ['an empty context', () => Cluster.fromEnvironment({ context: '' }), 'context', /not empty/],
    ['a path of the environment', () => Cluster.fromEnvironment({ context: 'a', path: '/etc/kube' } as never), 'path', /./],
    ['a program with its arguments in one text', () => own({ command: 'aws eks get-token' }), 'exec.command', /args/],
    ['no program', () => own({}), 'exec.command', /program/],
    ['an empty program', () => own({ command: '' }), 'exec.command', /program/],
    ['a shell', () => own({ command: 'login|jq' }), 'exec.command', /program/],
    ['a flag as program', () => own({ command: '--login' }), 'exec.command', /program/],
    ['arguments as one text', () => own({ command: 'aws', args: 'eks get-token' }), 'exec.args', /list|array/i],
    ['the first version of the credential', () => own({ command: 'a', apiVersion: 'client.authentication.k8s.io/v1alpha1' }), 'exec.apiVersion', /v1beta1/],
    ['a variable that is none', () => own({ command: 'a', env: { 'A=B': 'c' } }), 'exec.env', /environment variable/],
    ['a key of a cloud as argument', () => own({ command: 'a', args: ['--secret-key', key] }), 'exec.args.1', /./],
    ['a password in a variable', () => own({ command: 'a', env: { DB_PASSWORD: 'correct horse' } }), 'exec.env.DB_PASSWORD', /./],
    ['no exec', () => Cluster.fromExec({ host } as never), 'exec', /./],
    ['an address without scheme', () => Cluster.fromExec({ host: 'api.example.com', exec }), 'host', /https/],
    ['an address without encryption', () => Cluster.fromExec({ host: 'http://api.example.com', exec }), 'host', /https/],
    ['a certificate in base64', () => Cluster.fromExec({ host, exec, clusterCaCertificate: 'LS0tLS1CRUdJTg==' }), 'clusterCaCertificate', /PEM/],
    ['the token itself', () => Cluster.fromToken({ host, token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }), 'token', /./],
    ['token and tokenVariable', () => Cluster.fromToken({ host, tokenVariable: 't', token: new TerraformVariable(new TerraformStack(new App(), 's'), 'v', {}).stringValue }), 'tokenVariable', /not both/],
    ['neither token nor tokenVariable', () => Cluster.fromToken({ host } as never), 'tokenVariable', /either/],
    ['an EKS cluster with spaces', () => ExecPlugin.eks({ clusterName: 'my cluster' }), 'clusterName', /EKS/],
    ['a zone as region', () => ExecPlugin.eks({ clusterName: 'a', region: 'eu-north-1a' }), 'region', /region/],
    ['a user in place of a role', () => ExecPlugin.eks({ clusterName: 'a', roleArn: 'arn:aws:iam::123456789012:user/me' }), 'roleArn', /role/],
    ['a login that asks a person', () => ExecPlugin.aks({ login: 'devicecode' as never }), 'login', /workloadidentity/],
    ['a tenant by its domain', () => ExecPlugin.aks({ tenantId: 'example.onmicrosoft.com' }), 'tenantId', /Entra/],
    ['a misspelt prop of GKE', () => ExecPlugin.gke({ applicationDefault: true } as never), 'applicationDefault', /applicationDefaultCredentials/],
  ];

  test.each(cases)('%s', (_, build, prop, allowed) => {
    const problems = problemsOf(() => build());
    expect(problems).toMatchObject([{ code: expect.stringMatching(/^AF-SPEC-00[124]$/), prop }]);
    expect(`${problems[0]?.allowed} ${problems[0]?.message}`).toMatch(allowed);
    expect(problems[0]?.repairs.length).toBeGreaterThan(0);
  });

  test('no message shows a secret', () => {
    const shown = [
      problemsOf(() => own({ command: 'a', args: ['--secret-key', key] })),
      problemsOf(() => Cluster.fromToken({ host, token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' })),
      problemsOf(() => own({ command: 'a', env: { DB_PASSWORD: 'correct horse' } })),
    ];
    expect(JSON.stringify(shown)).not.toMatch(/AKIA|eyJ|correct horse/);
    expect(shown.every((problems) => problems.length === 1)).toBe(true);
  });
});

test.each(['10.0.0.2', 'the API server', '::ffff:10.0.0.2/128', '169.254.169.254/32'])('apiServerCidrs refuses %s in words', (range) => {
  try {
    Cluster.fromKubeconfig({ context: 'prod', apiServerCidrs: [range] });
    throw new Error('accepted');
  } catch (error) {
    const [problem] = isFleetError(error) ? error.problems : [];
    expect(problem).toMatchObject({ code: 'AF-SPEC-001', prop: 'apiServerCidrs.0', value: range });
    expect(problem?.allowed).toContain('an address range that begins with its first address, e.g. 10.20.0.0/24');
  }
});
