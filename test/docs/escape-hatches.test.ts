/** The escape hatches that the guides show do what they say, and parts of one's own keep their contracts. */

import { withEscapeHatches } from '../../examples/guides/escape-hatches';
import { onOwnEngine } from '../../examples/guides/own-engine';
import { FirstTokenPolicy, Ledger, withOwnParts } from '../../examples/guides/own-parts';
import { Testing } from '../../lib/terraform/engine';
import { type FleetTemplate, scalingPolicyProblems, serviceProblems } from '../../lib/testing';
import { client, expectRestricted, manifest, pool, research, type WithPod } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';

function synth(build: (app: ReturnType<typeof Testing.app>) => void, stack: string): FleetTemplate {
  const app = Testing.app();
  build(app);
  return templateOf(app, stack);
}

describe('overrides', () => {
  const template = synth(withEscapeHatches, 'support');

  test.each(['model', 'agents'])('%s has the sidecar, its volume and the annotation beside its own', (name) => {
    const { spec } = manifest<WithPod>(template, 'Deployment', name);
    const { containers, volumes } = spec.template.spec;
    expect(containers).toHaveLength(2);
    expect(containers[1]).toMatchObject({ name: 'audit', volumeMounts: [{ name: 'audit', mountPath: '/var/audit' }] });
    expect(volumes.map((volume) => volume['name'])).toContain('audit');
    expect(volumes.length).toBeGreaterThan(1);
    expect(spec.template.metadata.annotations).toMatchObject({ 'backup.example.com/exclude': 'true' });
  });

  test.each(['model', 'agents'])('%s is still admitted under Pod Security "restricted"', (name) => {
    const { containers, ...pod } = manifest<WithPod>(template, 'Deployment', name).spec.template.spec;
    // The library says `privileged: false` as well, which the standard does not ask for.
    const audited = containers.map((container) => ({ ...container, securityContext: { privileged: false, ...container.securityContext } }));
    expectRestricted({ ...pod, containers: audited });
  });

  test('variables are set, and secrets come by reference', () => {
    const [engine] = manifest<WithPod>(template, 'Deployment', 'model').spec.template.spec.containers;
    expect(engine?.env).toContainEqual({ name: 'VLLM_LOGGING_LEVEL', value: 'WARNING' });
    expect(engine?.env?.find(({ name }) => name === 'PROXY_TOKEN')?.valueFrom).toMatchObject({
      secretKeyRef: { name: 'proxy', key: 'token' },
    });
    const [agent] = manifest<WithPod>(template, 'Deployment', 'agents').spec.template.spec.containers;
    expect(agent?.env).toContainEqual({ name: 'FEATURE_FLAGS', value: 'beta' });
  });

  test('any other resource takes them, too', () => {
    expect(manifest<object>(template, 'Service', 'model').metadata.annotations).toMatchObject({ 'example.com/owner': 'support' });
  });
});

describe("parts of one's own", () => {
  const template = synth(withOwnParts, 'accounting');

  test('the policy scales the pool between its bounds, by its query', () => {
    const scaled = manifest<{ spec: unknown }>(template, 'ScaledObject', 'model');
    expect(scaled.spec).toMatchObject({ minReplicaCount: 1, maxReplicaCount: 4, scaleTargetRef: { name: 'model' } });
    expect(JSON.stringify(scaled.spec)).toContain('vllm:time_to_first_token_seconds_bucket');
    expect(template.plan().pools[0]?.replicas).toEqual({ min: 1, max: 4 });
  });

  test('the service gives its variables, and opens its range alone', () => {
    const [clerk] = manifest<WithPod>(template, 'Deployment', 'clerks').spec.template.spec.containers;
    expect(clerk?.env).toContainEqual({ name: 'LEDGER_URL', value: 'https://ledger.example.com/v2' });
    const edges = template.manifests().filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('clerks'));
    expect(JSON.stringify(edges)).toContain('203.0.113.16/28');
    expect(JSON.stringify(edges)).not.toContain('0.0.0.0/0');
  });

  test('both keep their contracts', () => {
    const problems: unknown[] = [];
    research((setting) => {
      problems.push(scalingPolicyProblems(new FirstTokenPolicy(), pool(setting, 'workers')));
      problems.push(serviceProblems(new Ledger(), client(setting)));
    });
    expect(problems).toEqual([[], []]);
  });
});

describe("an engine of one's own", () => {
  const template = synth(onOwnEngine, 'own-engine');

  test('is started by its adapter with what was planned', () => {
    const [engine] = manifest<WithPod>(template, 'Deployment', 'model').spec.template.spec.containers;
    const [plan] = template.plan().pools;
    expect(engine?.command).toEqual(['acme-serve']);
    expect(engine?.image).toBe('registry.example.com/acme-serve:3.0.0');
    expect(engine?.args?.join(' ')).toContain(`--context 8192 --slots ${plan?.limits.maxNumSeqs} --gpus 1 --memory 0.9`);
    expect(plan).toMatchObject({ engine: { id: 'acme-serve', version: '3.0.0' }, gpu: { id: 'l40s' } });
  });

  test('is sized by its own accounting', () => {
    expect(template.plan().pools[0]?.memory.kvTokensPerReplica).toBeGreaterThan(10_000);
    expect(template.plan().pools[0]?.missing).not.toContain('sizing');
  });
});
