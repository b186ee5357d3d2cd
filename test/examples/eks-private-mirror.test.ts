/** The fleet on EKS: the nodes that its NodePools promise are those that its pods accept, and nothing is pulled past the mirror. */
import { eksFleet } from '../../examples/eks-private-mirror/fleet';
import { App } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';

interface PodSpec {
  readonly affinity: {
    readonly nodeAffinity: {
      readonly requiredDuringSchedulingIgnoredDuringExecution: {
        readonly nodeSelectorTerms: readonly {
          readonly matchExpressions: readonly { readonly key: string; readonly values: readonly string[] }[];
        }[];
      };
    };
  };
  readonly tolerations: readonly { readonly key: string; readonly operator: string; readonly value?: string; readonly effect: string }[];
  readonly containers: readonly { readonly image: string }[];
  readonly initContainers?: readonly { readonly image: string }[];
  readonly imagePullSecrets: readonly { readonly name: string }[];
  readonly securityContext: { readonly supplementalGroups?: readonly number[] };
}
interface NodePoolSpec {
  readonly template: {
    readonly spec: {
      readonly requirements: readonly { readonly key: string; readonly values: readonly string[] }[];
      readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
    };
  };
  readonly limits: Readonly<Record<string, string>>;
}

const app = new App({ outdir: temporaryOutdir() });
eksFleet(app);
const research = FleetTemplate.synth(app, 'research');
const platform = FleetTemplate.synth(app, 'platform');
const pods = research.manifests().flatMap((object) => {
  const spec = (object['spec'] as { template?: { spec?: PodSpec } } | undefined)?.template?.spec;
  return spec === undefined ? [] : [{ name: `${object.kind} ${object.metadata.name}`, spec }];
});
const nodePoolOf = (name: string) =>
  platform.manifests().find(({ kind, metadata }) => kind === 'NodePool' && metadata.name === name)?.['spec'] as NodePoolSpec;

test.each([
  ['planner', 'p5'],
  ['workers', 'g6'],
])('%s: the pods accept every node that Karpenter starts for %s', (pool, name) => {
  const { spec } = pods.find((pod) => pod.name === `Deployment ${pool}`) as (typeof pods)[number];
  const { requirements, taints } = nodePoolOf(name).template.spec;
  const promised = new Map(requirements.map(({ key, values }) => [key, values]));
  const terms = spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  expect(terms).toHaveLength(1);
  for (const { key, values } of terms[0]?.matchExpressions ?? []) expect({ key, values: promised.get(key) }).toEqual({ key, values });
  const tolerated = ({ key, value, effect }: (typeof taints)[number]) =>
    spec.tolerations.some((it) => it.key === key && it.effect === effect && (it.operator === 'Exists' || it.value === value));
  expect(taints.map(({ key }) => key)).toEqual(['acme.com/team', 'nvidia.com/gpu']);
  expect(taints.filter((taint) => !tolerated(taint))).toEqual([]);
});

test('Karpenter may start as many GPUs as the plan counts with', () => {
  expect(nodePoolOf('p5').limits).toEqual({ 'nvidia.com/gpu': '8' });
  expect(nodePoolOf('g6').limits).toEqual({ 'nvidia.com/gpu': '6' });
});

test('every image comes from the mirror, and every pod has the login', () => {
  expect(pods.length).toBeGreaterThan(5);
  for (const { name, spec } of pods) {
    const images = [...(spec.initContainers ?? []), ...spec.containers].map(({ image }) => image);
    const past = images.filter((image) => !image.startsWith('123456789012.dkr.ecr.eu-north-1.amazonaws.com/mirror/'));
    expect({ name, past, login: spec.imagePullSecrets }).toEqual({ name, past: [], login: [{ name: 'registry-login' }] });
  }
});

test('who writes the weights to EFS, and who reads them, has its group', () => {
  const groups = (pattern: RegExp) =>
    pods.filter(({ name }) => pattern.test(name)).map(({ spec }) => spec.securityContext.supplementalGroups);
  expect(groups(/^(?:Deployment (?:planner|workers)$|Job )/)).toEqual([[5_000], [5_000], [5_000], [5_000]]);
  expect(groups(/^Deployment research/).filter((group) => group !== undefined)).toEqual([]);
});
