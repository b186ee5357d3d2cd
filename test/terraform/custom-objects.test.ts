import { TerraformStack, Testing } from 'cdktf';
import { CustomObjects } from '../../lib/terraform/custom-objects';

/** Values of the release that carries so many objects. */
function valuesOf(count: number): string {
  const stack = new TerraformStack(Testing.app(), 'research');
  const objects = CustomObjects.of(stack, {
    name: 'research',
    cluster: { key: 'c', name: 'c' },
    resource: { fqn: 'kubernetes_namespace_v1.research' },
  });
  for (let index = 0; index < count; index++) {
    const metadata = { name: `pool-${index}`, namespace: 'research' };
    objects.add(`pool-${index}`, () => ({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata, spec: { minReplicaCount: 1 } }));
  }
  const json = JSON.parse(Testing.synth(stack)) as { resource: { helm_release: Record<string, { values: string[] }> } };
  return Object.values(json.resource.helm_release)[0]?.values[0] ?? '';
}

describe('custom resources in the values of their release', () => {
  test('few of them are written for people', () => {
    expect(valuesOf(2).split('\n').length).toBeGreaterThan(20);
  });

  test('many of them on one line: Terraform reads lines in quadratic time', () => {
    const values = valuesOf(1_000);
    expect(values).not.toContain('\n');
    expect((JSON.parse(values) as { objects: unknown[] }).objects).toHaveLength(1_000);
  });
});
