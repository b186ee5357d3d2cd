/** What users set on resources after they were made is told where the plan counts it, and left alone elsewhere. */
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { TerraformStack } from '../../lib/terraform/engine';
import { pool, problemsOf, research, type Setting } from '../setup/research-stack';

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
