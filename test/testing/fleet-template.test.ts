import * as fs from 'node:fs';
import * as path from 'node:path';
import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { Gpu, Model } from '../../lib';
import { ConfigMapV1, type NamespaceV1 } from '../../lib/terraform/kubernetes';
import { FleetTemplate } from '../../lib/testing';
import { plainApp, poolApp } from './support';

/** The message of what is thrown. */
function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe('synthesis', () => {
  test('runs every check: a pool that does not fit is refused', () => {
    expect(() => FleetTemplate.synth(poolApp({ model: Model.LLAMA_3_3_70B_INSTRUCT }), 'research')).toThrow(/AF-CAP-/);
  });

  test('sees references across stacks, which one stack alone would miss', () => {
    const app = plainApp();
    const producer = app.node.findChild('plain') as TerraformStack;
    const consumer = new TerraformStack(app, 'consumer');
    const namespace = producer.node.findChild('namespace') as NamespaceV1;
    new TerraformOutput(consumer, 'out', { value: namespace.metadata.name });
    const template = FleetTemplate.synth(app, 'consumer');
    expect(template.json['data']).toHaveProperty('terraform_remote_state');
    expect(template.danglingReferences()).toEqual([]);
  });

  test('writes into the folder of the app', () => {
    const app = plainApp();
    FleetTemplate.synth(app, 'plain');
    expect(fs.existsSync(path.join(app.outdir, 'stacks', 'plain', 'cdk.tf.json'))).toBe(true);
  });

  test('a stack that does not exist is named with the closest', () => {
    const message = messageOf(() => FleetTemplate.synth(plainApp(), 'plane'));
    expect(message).toContain('there is no stack "plane"');
    expect(message).toContain('did you mean plain?');
  });

  test('two stacks of one app can be read one after the other', () => {
    const app = plainApp();
    new TerraformStack(app, 'empty');
    expect(FleetTemplate.synth(app, 'plain').resources('kubernetes_config_map_v1')).toHaveLength(2);
    expect(FleetTemplate.synth(app, 'empty').resources('kubernetes_config_map_v1')).toEqual([]);
  });
});

describe('hasPool', () => {
  const template = FleetTemplate.synth(poolApp(), 'research');

  test('accepts what the plan holds', () => {
    expect(() =>
      template.hasPool('workers', {
        minReplicas: 2,
        maxReplicas: 4,
        gpusPerReplica: 1,
        verdict: 'fits',
        namespace: 'research',
        costPerHour: 2.7,
      }),
    ).not.toThrow();
  });

  test.each(['A100-80GB', 'a100-pcie-80', Gpu.A100_80GB_PCIE.name])('takes the GPU by the words of its name or id: %s', (gpu) => {
    expect(() => template.hasPool('workers', { gpu })).not.toThrow();
  });

  test.each([Model.LLAMA_3_1_8B_INSTRUCT.id, Model.LLAMA_3_1_8B_INSTRUCT.facts.huggingFaceId])('takes the model by id: %s', (model) => {
    expect(() => template.hasPool('workers', { model })).not.toThrow();
  });

  test('a GPU of another size is another GPU', () => {
    expect(messageOf(() => template.hasPool('workers', { gpu: 'A100-40GB', minReplicas: 3 }))).toBe(
      [
        'pool "workers" of stack "research" is not as expected',
        `  gpu: expected "A100-40GB", found "${Gpu.A100_80GB_PCIE.name} (a100-pcie-80)"`,
        '  minReplicas: expected 3, found 2',
      ].join('\n'),
    );
  });

  test('a pool that is not there is named with the closest', () => {
    expect(messageOf(() => template.hasPool('worker'))).toBe(
      'stack "research" has no pool "worker"\n  pools: workers\n  did you mean "workers"?',
    );
  });

  test('what it does not compare is told, with what it compares', () => {
    const message = messageOf(() => template.hasPool('workers', { replicas: 2 } as never));
    expect(message).toContain('hasPool compares no replicas: minReplicas, maxReplicas, gpu');
  });

  test('a stack without plan says so', () => {
    expect(messageOf(() => FleetTemplate.synth(plainApp(), 'plain').hasPool('x'))).toContain('it holds no construct of cdktf-agent-fleet');
  });
});

describe('resources', () => {
  const template = FleetTemplate.synth(plainApp(), 'plain');

  test('are found by a part of them', () => {
    expect(() => template.hasResource('kubernetes_config_map_v1', { data: { key: 'two' } })).not.toThrow();
    expect(() => template.hasResource(ConfigMapV1, { metadata: { name: /^o/ }, data: expect.any(Object) })).not.toThrow();
  });

  test('the closest is shown where none is as expected', () => {
    expect(messageOf(() => template.hasResource(ConfigMapV1, { metadata: { name: 'two' }, data: { key: 'three' } }))).toBe(
      [
        'stack "plain" has no kubernetes_config_map_v1 with {"metadata":{"name":"two"},"data":{"key":"three"}}',
        '  closest of 2: kubernetes_config_map_v1.two',
        '    data.key: expected "three", found "two"',
      ].join('\n'),
    );
  });

  test('of a type that is not there, the types that are there are shown', () => {
    expect(messageOf(() => template.hasResource('kubernetes_secret_v1'))).toContain(
      'resource types: kubernetes_config_map_v1, kubernetes_namespace_v1',
    );
  });

  test('are counted', () => {
    expect(() => template.resourceCount(ConfigMapV1, 2)).not.toThrow();
    expect(messageOf(() => template.resourceCount(ConfigMapV1, 3))).toBe(
      'stack "plain" has 2 kubernetes_config_map_v1, expected 3\n  one, two',
    );
  });
});

describe('manifests', () => {
  const template = FleetTemplate.synth(poolApp(), 'research');

  test('show the objects in the words of Kubernetes', () => {
    expect(() =>
      template.hasManifest('Deployment', 'workers', { spec: { template: { spec: { automountServiceAccountToken: false } } } }),
    ).not.toThrow();
  });

  test('every container of the pool says that it does not run as root', () => {
    const deployment = template.manifests().find((object) => object.kind === 'Deployment');
    const { template: pod } = (deployment?.['spec'] ?? {}) as {
      readonly template: { readonly spec: { readonly containers: readonly unknown[] } };
    };
    expect(pod.spec.containers.length).toBeGreaterThan(0);
    expect(pod.spec.containers).toEqual(
      pod.spec.containers.map(() => expect.objectContaining({ securityContext: expect.objectContaining({ runAsNonRoot: true }) })),
    );
  });

  test('hold the custom resources that travel in the values of a release', () => {
    const scaled = template.manifests().find((object) => object.kind === 'ScaledObject');
    expect(scaled).toMatchObject({ apiVersion: 'keda.sh/v1alpha1', metadata: { namespace: 'research' } });
    expect(template.helmReleases()).toEqual([]);
  });

  test('an object that differs is shown field by field', () => {
    expect(messageOf(() => template.hasManifest('Service', 'workers', { spec: { type: 'LoadBalancer' } }))).toBe(
      'Service "workers" is not as expected\n  spec.type: expected "LoadBalancer", found "ClusterIP"',
    );
  });

  test('an object that is not there is answered with those of its kind, a kind with the kinds', () => {
    expect(messageOf(() => template.hasManifest('Service', 'planner'))).toBe(
      'stack "research" has no Service "planner"\n  Services: workers',
    );
    expect(messageOf(() => template.hasManifest('Ingress', 'x'))).toContain('kinds: ');
  });
});

describe('toSnapshot', () => {
  const snapshot = (app = poolApp()) => JSON.stringify(FleetTemplate.synth(app, 'research').toSnapshot(), null, 2);

  test('two syntheses of the same fleet are equal, wherever they are written', () => {
    expect(snapshot()).toBe(snapshot());
  });

  test('holds no path of this machine, no metadata and no version of a provider', () => {
    expect(snapshot()).not.toContain(process.cwd());
    expect(snapshot()).not.toContain(Testing.app().outdir.split('/').slice(0, -1).join('/'));
    expect(snapshot()).not.toContain('"//"');
    expect(snapshot()).toContain('"version": "stubbed"');
  });

  test('keys are sorted', () => {
    expect(Object.keys(FleetTemplate.synth(poolApp(), 'research').toSnapshot())).toEqual(['plan', 'terraform']);
  });

  test('values of the objects release are objects, so that a diff shows fields', () => {
    expect(snapshot()).toContain('"kind": "ScaledObject"');
  });
});
