/** What users set on resources after they were made is told where the plan counts it, and left alone elsewhere. */
import type { Release } from '@cdktf/provider-helm/lib/release';
import { DeploymentV1, type DeploymentV1Spec } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { IConstruct } from 'constructs';
import { FleetPlatform, isFleetError, LiteLLMRouter, SessionStore } from '../../lib';
import { Cluster } from '../../lib/platform/cluster';
import { App, Aspects, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { pool, problemsOf, research, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const set = (path: string, value: unknown) => (setting: Setting) => {
  const deployment = pool(setting, 'part').node.findChild('deployment') as DeploymentV1;
  deployment.addOverride(path, value);
};
const told = (build: (setting: Setting) => void) => problemsOf(build).filter(({ code }) => code === 'AF-SPEC-024');

test.each<[string, unknown]>([
  ['spec.replicas', 9],
  ['spec.template.spec.container.0.image', 'registry.example.com/other:1'],
  ['spec.template.spec.container.0.resources.limits.memory', '1Gi'],
  ['spec.template.spec.node_selector', { pool: 'other' }],
  ['spec.template.spec.affinity.node_affinity', { required_during_scheduling_ignored_during_execution: {} }],
  ['spec.template.spec.runtime_class_name', 'nvidia'],
  ['metadata.name', 'other'],
  ['metadata.namespace', 'other'],
  ['spec.selector.match_labels', { app: 'other' }],
  ['count', 0],
  ['for_each', {}],
])('AF-SPEC-024: an override of %s', (path, value) => {
  const [finding, ...others] = told(set(path, value));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'warning', path: 'research/part', prop: 'addOverride' });
  expect(finding?.message).toContain('research/part/deployment');
  expect(String(finding?.value)).toContain(path);
});

test.each<[string, unknown]>([
  ['metadata.labels', { team: 'research' }],
  ['spec.template.metadata.annotations', { 'example.com/a': 'b' }],
  ['spec.template.spec.volume', [{ name: 'audit', empty_dir: {} }]],
  ['spec.template.spec.affinity.pod_anti_affinity', { preferred_during_scheduling_ignored_during_execution: [] }],
  ['spec.template.spec.toleration', [{ key: 'team', operator: 'Exists' }]],
  ['spec.template.spec.container', [{ name: 'audit', image: 'registry.example.com/audit:1', resources: { limits: { cpu: '1' } } }]],
  ['lifecycle.ignore_changes', ['metadata[0].annotations']],
])('an override of %s is nothing that the plan counts', (path, value) => {
  expect(told(set(path, value))).toEqual([]);
});

test('overrides of a stack, and of what is no part of a fleet, are nobody’s business', () => {
  const own = (setting: Setting) => {
    pool(setting, 'part');
    setting.stack.addOverride('spec.replicas', 3);
    const other = new DeploymentV1(setting.stack, 'other', { metadata: { name: 'other' }, spec: { template: { metadata: {}, spec: {} } } });
    other.addOverride('spec.replicas', 3);
  };
  expect(told(own)).toEqual([]);
});

test('a stack in a stack has the providers and the plan of its own', () => {
  const template = research(({ stack, cluster }) => {
    pool({ stack: new TerraformStack(stack, 'inner'), cluster }, 'part');
    pool({ stack, cluster }, 'other');
  });
  expect(template.plan().pools.map(({ path }) => path)).toEqual(['research/other']);
  expect(template.plan().findings.filter(({ path }) => path.startsWith('research/inner'))).toEqual([]);
});

const isDeployment = (construct: IConstruct): construct is DeploymentV1 =>
  (construct as { readonly terraformResourceType?: string }).terraformResourceType === 'kubernetes_deployment_v1';

/** Sets something of the deployment of a pool once it is made: at once, or in an aspect. */
const laterOn = (change: (deployment: DeploymentV1) => void, how: 'at once' | 'in an aspect') => (setting: Setting) => {
  const made = pool(setting, 'part');
  if (how === 'at once') change(made.node.findChild('deployment') as DeploymentV1);
  else Aspects.of(setting.stack).add({ visit: (construct) => void (isDeployment(construct) && change(construct)) });
};

const otherCluster = (scope: IConstruct) => new KubernetesProvider(TerraformStack.of(scope), 'other', { alias: 'other' });

interface Containers {
  container: { image: string; args: string[]; env: { name: string; value: string }[] }[];
}

const withSpec = (deployment: DeploymentV1, change: (pod: Containers) => void) => {
  const spec = structuredClone(deployment.specInput) as DeploymentV1Spec & { template: { spec: Containers } };
  change(spec.template.spec);
  deployment.putSpec(spec);
};

describe.each(['at once', 'in an aspect'] as const)('AF-SPEC-024, %s:', (how) => {
  const set = (block: object, key: string, value: unknown) => void Object.assign(block, { [key]: value });
  const first = (deployment: DeploymentV1, change: (container: Containers['container'][number]) => void) =>
    withSpec(deployment, (pod) => pod.container.slice(0, 1).forEach(change));

  test.each<[string, (deployment: DeploymentV1) => void]>([
    ['spec.replicas', (deployment) => set(deployment.spec, 'replicas', '9')],
    ['spec.template.spec.nodeSelector', (deployment) => set(deployment.spec.template.spec, 'nodeSelector', { pool: 'other' })],
    ['spec.template.spec.container.0.image', (deployment) => first(deployment, (one) => set(one, 'image', 'other'))],
    ['spec.template.spec.container.0.args', (deployment) => first(deployment, (one) => set(one, 'args', ['--seed', '7']))],
    [
      'spec.template.spec.container.0.env',
      (deployment) => first(deployment, ({ env }) => void env.push({ name: 'VLLM_USE_V1', value: '0' })),
    ],
    ['metadata.name', (deployment) => set(deployment.metadata, 'name', 'other')],
    ['count', (deployment) => set(deployment, 'count', 2)],
    ['provider', (deployment) => set(deployment, 'provider', otherCluster(deployment))],
  ])('%s', (field, change) => {
    const [finding, ...others] = told(laterOn(change, how));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'warning', path: 'research/part', prop: field.split('.')[0] });
    expect(finding?.message).toContain('research/part/deployment');
    expect(String(finding?.value)).toContain(field);
  });

  test('what adds to the pods and changes nothing of the plan', () => {
    const change = (deployment: DeploymentV1) => {
      deployment.metadata.annotations = { ...deployment.metadata.annotationsInput, 'example.com/a': 'b' };
      deployment.lifecycle = { ignoreChanges: ['metadata[0].annotations'] };
      deployment.timeouts.create = '20m';
    };
    expect(told(laterOn(change, how))).toEqual([]);
  });
});

test('AF-SPEC-024: what a block had that is set anew is gone, also where nobody counts it', () => {
  const [finding] = told(
    laterOn((deployment) => withSpec(deployment, (pod) => void Object.assign(pod, { securityContext: undefined })), 'at once'),
  );
  expect(String(finding?.value)).toContain('securityContext');
});

test('AF-SPEC-024: a block of another resource in place of data, which holds the whole app', () => {
  const [finding, ...others] = told((setting) => {
    const [one, other] = ['one', 'other'].map((name) => pool(setting, name).node.findChild('deployment') as DeploymentV1);
    one?.putSpec(other?.spec as never);
  });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ path: 'research/one', prop: 'spec', message: expect.stringContaining('research/one/deployment') });
});

test('AF-SPEC-024: the version of a chart, which the plan lists', () => {
  const [finding] = told(({ stack, cluster }) => {
    const operators = new FleetPlatform(stack, 'operators', { cluster });
    (operators.node.findChild('keda') as Release).version = '2.0.0';
  });
  expect(finding).toMatchObject({ path: 'research/operators', prop: 'version', value: 'version' });
});

test('what the library sets itself as clients come is nothing that somebody set', () => {
  const build = (setting: Setting) => {
    const store = new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster });
    const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, sessionStore: store });
    router.addRoute({ alias: 'writer', pool: pool(setting, 'part') });
  };
  expect(told(build)).toEqual([]);
});

describe('an aspect of a later stack runs when all stacks were checked', () => {
  const twoStacks = (strict: boolean) => {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'prod', strict });
    pool({ stack: new TerraformStack(app, 'first'), cluster }, 'one');
    const second = new TerraformStack(app, 'second');
    pool({ stack: second, cluster }, 'two');
    Aspects.of(second).add({
      visit: (construct) => {
        if (isDeployment(construct)) construct.spec.replicas = '9';
      },
    });
    return app;
  };

  test('and what it sets is in the plan of its stack', () => {
    const found = FleetTemplate.synth(twoStacks(false), 'second')
      .plan()
      .findings.filter(({ code }) => code === 'AF-SPEC-024');
    expect(found).toMatchObject([{ path: 'second/two', value: 'spec.replicas' }]);
  });

  test('and is refused on a strict cluster', () => {
    const refused = () => {
      try {
        twoStacks(true).synth();
      } catch (error) {
        return isFleetError(error) ? error.problems.map(({ code, path }) => [code, path]) : error;
      }
      return 'accepted';
    };
    expect(refused()).toEqual([['AF-SPEC-024', 'second/two']]);
  });
});
