/** What a runtime does once before its pods start: the same image, environment, files and ways; again for other content, and not for the same. */

import { TerraformVariable } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  type AgentRuntimeProps,
  CaBundle,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  SecretRef,
  SessionStore,
  StateStore,
  TaskQueue,
  Topology,
  Volume,
  WorkloadIdentity,
} from '../../lib';
import type { FleetTemplate } from '../../lib/testing';
import type { KubernetesObject } from '../../lib/testing/kubernetes-view/kubernetes-object';
import { type Container, foundAlone, type PodSpec, problemsOf, refusal, research, type Setting } from '../setup/research-stack';

const image = 'registry.example.com/agents:1.0.0';
const setup = { args: ['python', 'agents.py', 'setup'] };

const agents = ({ stack, cluster }: Setting, props: Partial<AgentRuntimeProps> = {}) =>
  new AgentRuntime(stack, 'agents', { cluster, framework: 'langgraph', image, setup, ...props });

interface Job {
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: PodSpec & { readonly restartPolicy: string; readonly serviceAccountName: string };
  };
}

const jobsOf = (template: FleetTemplate) =>
  template.manifests().filter(({ kind }) => kind === 'Job') as (KubernetesObject & { readonly spec: Job })[];
const jobOf = (template: FleetTemplate) => jobsOf(template)[0] as KubernetesObject & { readonly spec: Job };
const nameIn = (props: Partial<AgentRuntimeProps>) => jobOf(research((setting) => void agents(setting, props))).metadata.name;
const deploymentOf = (template: FleetTemplate, name = 'agents') =>
  (
    template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name) as KubernetesObject & {
      readonly spec: { readonly template: { readonly spec: PodSpec } };
    }
  ).spec.template.spec;

interface Written {
  readonly depends_on: readonly string[];
  readonly wait_for_completion?: boolean;
  readonly timeouts?: { readonly create?: string };
}
const resourceOf = (template: FleetTemplate, type: string, id: RegExp) =>
  Object.entries((template.json.resource?.[type] ?? {}) as Record<string, Written>).find(([name]) => id.test(name)) as [string, Written];

/** Everything that a runtime may be wired to by a Secret, a file or an address. */
const wired = (setting: Setting) => {
  const { stack, cluster } = setting;
  const state = new StateStore(stack, 'state', { cluster });
  const sessions = new SessionStore(stack, 'sessions', { cluster });
  const router = new LiteLLMRouter(stack, 'router', { cluster });
  return agents(setting, {
    services: [state, sessions, router],
    port: 8080,
    healthPath: '/health',
    env: { LOG_LEVEL: 'debug', SIGNING_KEY: SecretRef.existing('signing', 'key') },
    volumes: [Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })],
    resources: { cpu: '2', memory: '3Gi' },
    runAsUser: 20_000,
    imagePullSecrets: ['registry-login'],
    identity: WorkloadIdentity.azure({ clientId: '00000000-0000-0000-0000-000000000001' }),
  });
};

describe('a runtime with a setup', () => {
  const template = research((setting) => void wired(setting));
  const { spec, metadata } = jobOf(template);
  const pods = deploymentOf(template);
  const [container] = spec.template.spec.containers as [Container];

  it('runs the program in the same image, environment and files, as the same user', () => {
    const [own] = pods.containers as [Container];
    expect(container.args).toEqual(setup.args);
    for (const field of ['image', 'env', 'resources', 'securityContext', 'volumeMounts'] as const)
      expect(container[field]).toEqual(own[field]);
    const {
      containers: _,
      topologySpreadConstraints: __,
      terminationGracePeriodSeconds: ___,
      ...rest
    } = pods as PodSpec & { readonly topologySpreadConstraints: unknown };
    expect(spec.template.spec).toMatchObject({ ...rest, restartPolicy: 'Never', terminationGracePeriodSeconds: 60 });
    expect(spec.template.spec.serviceAccountName).toBe('agents');
    expect(spec.template.metadata.labels['azure.workload.identity/use']).toBe('true');
  });

  it('answers nobody: no port, no probe, and no label by which the Service or the Deployment would take its pods', () => {
    expect(container).not.toHaveProperty('ports');
    expect(Object.keys(container).filter((field) => field.endsWith('Probe'))).toEqual([]);
    const labels = spec.template.metadata.labels;
    expect(labels['app.kubernetes.io/name']).toBe('agents-setup');
    const selectors = template.manifests().filter(({ kind }) => ['Service', 'PodDisruptionBudget'].includes(kind));
    for (const { spec: selecting } of selectors) expect(JSON.stringify(selecting)).not.toContain('agents-setup');
  });

  it('has the ways of the pods, and signs in as they do', () => {
    const policies = template
      .manifests()
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ metadata: { name } }) => name);
    for (const callee of ['state', 'sessions', 'router']) {
      expect(policies).toEqual(expect.arrayContaining([`agents-setup-to-research-${callee}`, `${callee}-from-research-agents-setup`]));
    }
    const drawn = template
      .manifests()
      .filter(({ kind }) => kind === 'ExternalSecret')
      .map(({ metadata: { name } }) => name);
    expect(drawn.filter((name) => /agents/.test(name)).sort()).toEqual(['router-key-agents', 'sessions-client-agents']);
  });

  it('ends: after six further attempts or twenty minutes, and stays, with its failed pods, until other content takes its place', () => {
    expect(spec).toMatchObject({ backoffLimit: 6, activeDeadlineSeconds: 1_200 });
    expect(spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(spec.template.spec.restartPolicy).toBe('Never');
    expect(metadata.name).toMatch(/^agents-setup-[0-9a-f]{8}$/);
  });

  it('is waited for by Terraform and by the Deployment, and starts after what it calls', () => {
    const [id, job] = resourceOf(template, 'kubernetes_job_v1', /setup/);
    expect(job).toMatchObject({ wait_for_completion: true, timeouts: { create: '22m' } });
    expect(resourceOf(template, 'kubernetes_deployment_v1', /^agents_/)[1].depends_on).toContain(`kubernetes_job_v1.${id}`);
    expect(job.depends_on.join()).toMatch(/helm_release.*custom-objects|helm_release/);
    expect(job.depends_on.join()).toMatch(/kubernetes_service_account_v1\.agents_service-account/);
    expect(job.depends_on.join()).toMatch(/network-from-research-agents-setup/);
  });

  it('is found by no rule', () => {
    expect(
      foundAlone(template).filter(({ path, code }) => path.startsWith('research/agents') && !['AF-CPU-011', 'AF-SEC-007'].includes(code)),
    ).toEqual([]);
  });
});

describe('it runs again', () => {
  const before = nameIn({});

  test.each<readonly [string, Partial<AgentRuntimeProps>]>([
    ['another image', { image: 'registry.example.com/agents:1.1.0' }],
    ['other arguments', { setup: { args: ['python', 'agents.py', 'setup', '--wide'] } }],
    ['a program of its own', { setup: { command: ['python'], args: ['agents.py', 'setup'] } }],
    ['another environment', { env: { LOG_LEVEL: 'debug' } }],
    ['other files', { volumes: [Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })] }],
    ['another end', { setup: { ...setup, retries: 2 } }],
    ['more time', { setup: { ...setup, timeoutMinutes: 30 } }],
  ])('for %s', (_, props) => {
    expect(nameIn(props)).not.toBe(before);
  });

  test.each<readonly [string, Partial<AgentRuntimeProps>]>([
    ['the same', {}],
    ['more pods', { replicas: 4 }],
    ['a port', { port: 8080, healthPath: '/health' }],
    ['other arguments of the pods', { args: ['serve'] }],
  ])('not for %s', (_, props) => {
    expect(nameIn(props)).toBe(before);
  });

  test('for an image that another reference of Terraform names, and not for the same', () => {
    const named = (name: string) =>
      jobOf(
        research((setting) => {
          const variable = new TerraformVariable(setting.stack, name, { type: 'string' });
          agents(setting, { image: variable.stringValue });
        }),
      ).metadata.name;
    expect(named('tag')).toBe(named('tag'));
    expect(named('tag')).not.toBe(named('other'));
  });
});

test('workers of a queue wait for it as well', () => {
  const template = research((setting) => {
    const store = new SessionStore(setting.stack, 'store', { cluster: setting.cluster });
    agents(setting, { consumes: TaskQueue.redisStream(setting.stack, 'tasks', { cluster: setting.cluster, store }) });
  });
  const [id] = resourceOf(template, 'kubernetes_job_v1', /setup/);
  expect(resourceOf(template, 'kubernetes_deployment_v1', /^agents_/)[1].depends_on).toContain(`kubernetes_job_v1.${id}`);
  expect(JSON.stringify(jobOf(template))).toContain('TASK_QUEUE_HOST');
});

test('the runtime of a fleet has one, with all that the fleet tells its agents', () => {
  const template = research(
    ({ stack, cluster }) => {
      const pool = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
      new AgentFleet(stack, 'crew', {
        cluster,
        topology: Topology.flat({ agents: ['assistant'] }),
        concurrentWorkflows: 2,
        roles: { assistant: { pool, contextTokens: 4_000 } },
        runtime: { framework: 'langgraph', image, setup },
      });
    },
    { nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } },
  );
  const [container] = jobOf(template).spec.template.spec.containers as [Container];
  const names = (container.env ?? []).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['AGENT_FLEET_ROLES', 'AGENT_FLEET_LIMITS', 'DATABASE_URL', 'OPENAI_API_KEY', 'REDIS_URI']));
  expect(jobOf(template).metadata.name).toMatch(/^crew-agents-setup-/);
});

test('a long name is cut, and the Job keeps a valid one', () => {
  const name = 'a'.repeat(63);
  const [job] = jobsOf(research((setting) => void agents(setting, { name })));
  expect(job?.metadata.name).toHaveLength(63);
});

test('a private authority of a service is mounted for it, too', () => {
  const template = research((setting) => {
    const state = StateStore.fromExisting({
      host: 'db.example.com',
      database: 'app',
      user: 'app',
      password: SecretRef.existing('db', 'password'),
      cidr: '10.0.0.0/24',
      caBundle: CaBundle.configMap({ name: 'company-ca' }),
    });
    agents(setting, { services: [state] });
  });
  expect(JSON.stringify(jobOf(template).spec.template.spec.volumes)).toContain('company-ca');
  const policies = template
    .manifests()
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata }) => metadata.name);
  expect(policies).toContain('agents-setup-to-10-0-0-0-24-5432');
});

describe('what the program is given is held against the same rules as that of the pods', () => {
  const found = (given: AgentRuntimeProps['setup']) =>
    problemsOf((setting) => void agents(setting, { setup: given as never })).map(({ prop }) => prop);

  test.each<readonly [string, AgentRuntimeProps['setup'], string]>([
    ['a password in words', { args: ['--database', 'postgres://app:hunter2@db/app'] }, 'setup.args.1'],
    ['a token in a program', { command: ['migrate', '--api-key=sk-0123456789abcdef0123'] }, 'setup.command.1'],
    ['the code of a model', { args: ['load', '--trust-remote-code'] }, 'setup.args'],
  ])('%s is found', (_, given, prop) => {
    expect(found(given).filter((one) => one?.startsWith('setup.'))).toEqual([prop]);
  });

  test('the name of its pods is its own', () => {
    const error = refusal((setting) => {
      agents(setting);
      new AgentRuntime(setting.stack, 'agents-setup', { cluster: setting.cluster, framework: 'custom', image });
    });
    expect(error.problems.map(({ code }) => code)).toContain('AF-SPEC-021');
  });
});
