/** Values that Kubernetes, Helm or a registry would refuse at apply are refused by the constructor, under the prop that the user wrote. */
import { Engine } from '../../../lib/catalog/engines/engine';
import { Gpu } from '../../../lib/catalog/gpu';
import { Model } from '../../../lib/catalog/model';
import { isLabelValue } from '../../../lib/core/kubernetes/label-value';
import { SecretRef } from '../../../lib/core/secret-ref';
import type { InferencePoolProps } from '../../../lib/inference/inference-pool-props';
import { Weights } from '../../../lib/inference/weights';
import { Cluster } from '../../../lib/platform/cluster';
import { FleetPlatform } from '../../../lib/platform/fleet-platform';
import { LiteLLMRouter } from '../../../lib/routing/litellm/router';
import { SessionStore } from '../../../lib/stores/session-store';
import { StateStore } from '../../../lib/stores/state-store';
import { App, TerraformStack } from '../../../lib/terraform/engine';
import { FleetTemplate } from '../../../lib/testing';
import { pool, refusal, research, type Setting } from '../../setup/research-stack';
import { temporaryOutdir } from '../../setup/temporary-outdir';

interface Case {
  readonly what: string;
  readonly build: (setting: Setting) => unknown;
  readonly prop: string;
  readonly value: unknown;
  readonly allowed: RegExp;
}

const poolWith = (props: Partial<InferencePoolProps>) => (setting: Setting) => pool(setting, 'p', props);
const large = { model: Model.LLAMA_3_1_8B_INSTRUCT } satisfies Partial<InferencePoolProps>;

// biome-ignore format: one row a case reads as a table
const cases: readonly Case[] = [
  { what: 'CPUs in words', build: poolWith({ resources: { cpu: 'lots' } }), prop: 'resources.cpu', value: 'lots', allowed: /'500m'/ },
  { what: 'negative memory', build: poolWith({ resources: { memory: '-5Gi' } }), prop: 'resources.memory', value: '-5Gi', allowed: /'32Gi'/ },
  { what: 'memory with a space', build: poolWith({ resources: { memory: '1 GB' } }), prop: 'resources.memory', value: '1 GB', allowed: /'32Gi'/ },
  { what: 'memory in which no engine starts', build: poolWith({ resources: { memory: '900Mi' } }), prop: 'resources.memory', value: '900Mi', allowed: /at least 1Gi/ },
  { what: 'memory without a unit', build: ({ stack, cluster }) => new LiteLLMRouter(stack, 'r', { cluster, resources: { memory: '4' } }), prop: 'resources.memory', value: '4', allowed: /384Mi/ },
  { what: 'no CPU', build: ({ stack, cluster }) => new SessionStore(stack, 's', { cluster, cpu: '0' }), prop: 'cpu', value: '0', allowed: /above zero/ },
  { what: 'a CPU that is memory', build: ({ stack, cluster }) => new StateStore(stack, 's', { cluster, cpu: '2Gi' }), prop: 'cpu', value: '2Gi', allowed: /above zero/ },
  { what: 'an empty variable name', build: poolWith({ env: { '': 'x' } }), prop: 'env', value: '', allowed: /environment variable/ },
  { what: 'a variable name with an equals sign', build: poolWith({ env: { 'A=B': 'x' } }), prop: 'env', value: 'A=B', allowed: /environment variable/ },
  { what: 'a Secret in upper case', build: () => SecretRef.existing('My-Secret', 'key'), prop: 'name', value: 'My-Secret', allowed: /lower-case/ },
  { what: 'a Secret without key', build: () => SecretRef.existing('my-secret', ''), prop: 'key', value: '', allowed: /key of a Secret/ },
  { what: 'a key with a slash', build: () => SecretRef.generated('s', 'a/b'), prop: 'key', value: 'a/b', allowed: /key of a Secret/ },
  { what: 'a claim in upper case', build: () => Weights.existingClaim('Weights'), prop: 'claimName', value: 'Weights', allowed: /PersistentVolumeClaim/ },
  { what: 'a size that is no number', build: () => Weights.claim({ sizeGiB: Number.NaN }), prop: 'sizeGiB', value: Number.NaN, allowed: /number/ },
  { what: 'a negative size', build: () => Weights.claim({ sizeGiB: -1 }), prop: 'sizeGiB', value: -1, allowed: /from 1 to/ },
  { what: 'a claim smaller than the weights', build: poolWith({ ...large, weights: Weights.claim({ sizeGiB: 1 }) }), prop: 'weights.sizeGiB', value: 1, allowed: /at least 15/ },
  { what: 'an unknown access mode', build: () => Weights.claim({ accessMode: 'ReadOnlyMany' } as never), prop: 'accessMode', value: 'ReadOnlyMany', allowed: /ReadWriteOnce/ },
  { what: 'a misspelt prop of a claim', build: () => Weights.claim({ size: 20 } as never), prop: 'size', value: 'size', allowed: /sizeGiB/ },
  { what: 'an image that carries a tag', build: () => Engine.vllm({ image: 'reg/x:1.2' }), prop: 'image', value: 'reg/x:1.2', allowed: /without tag/ },
  { what: 'an image that carries a digest', build: () => Engine.vllm({ image: `reg/x@sha256:${'0'.repeat(64)}` }), prop: 'image', value: `reg/x@sha256:${'0'.repeat(64)}`, allowed: /without tag/ },
  { what: 'a mirror with a double slash', build: () => Cluster.inCluster({ registryMirror: 'reg.internal//mirror' }), prop: 'registryMirror', value: 'reg.internal//mirror', allowed: /host/ },
  { what: 'a mirror that ends in a slash', build: () => Cluster.inCluster({ registryMirror: 'reg.internal/mirror/' }), prop: 'registryMirror', value: 'reg.internal/mirror/', allowed: /without a slash/ },
  { what: 'a certificate in base64', build: () => Cluster.fromToken({ host: 'https://a', tokenVariable: 't', clusterCaCertificate: 'LS0tLS1CRUdJTg==' }), prop: 'clusterCaCertificate', value: 'LS0tLS1CRUdJTg==', allowed: /Buffer\.from/ },
  { what: 'a host with a password', build: () => Cluster.fromToken({ host: 'https://a:b@c', tokenVariable: 't' }), prop: 'host', value: '(hidden)', allowed: /without user/ },
  { what: 'node labels that select nothing', build: () => Cluster.inCluster({ nodePools: { a: { nodes: 1, labels: {} } } }), prop: 'nodePools.a.labels', value: 'an object', allowed: /at least one label/ },
  { what: 'a node label that is too long', build: () => Cluster.inCluster({ nodePools: { a: { nodes: 1, labels: { pool: 'x'.repeat(64) } } } }), prop: 'nodePools.a.labels.pool', value: 'x'.repeat(64), allowed: /at most 63/ },
  { what: 'a node label with two slashes', build: () => Cluster.inCluster({ nodePools: { a: { nodes: 1, labels: { 'a/b/c': 'x' } } } }), prop: 'nodePools.a.labels', value: 'a/b/c', allowed: /key of a label/ },
  { what: 'a taint with an unknown effect', build: () => Cluster.inCluster({ nodePools: { a: { gpu: Gpu.L4, nodes: 1, taints: [{ key: 'sku', effect: 'NoStart' as never }] } } }), prop: 'nodePools.a.taints.0.effect', value: 'NoStart', allowed: /PreferNoSchedule/ },
  { what: 'a taint whose value has a space', build: () => Cluster.inCluster({ nodePools: { a: { gpu: Gpu.L4, nodes: 1, taints: [{ key: 'sku', value: 'g p u', effect: 'NoSchedule' }] } } }), prop: 'nodePools.a.taints.0.value', value: 'g p u', allowed: /at most 63/ },
  { what: 'a taint with two slashes', build: () => Cluster.inCluster({ nodePools: { a: { gpu: Gpu.L4, nodes: 1, taints: [{ key: 'a/b/c', effect: 'NoSchedule' }] } } }), prop: 'nodePools.a.taints.0.key', value: 'a/b/c', allowed: /key of a label/ },
  { what: 'the same taint twice', build: () => Cluster.inCluster({ nodePools: { a: { gpu: Gpu.L4, nodes: 1, taints: [{ key: 'sku', value: 'a', effect: 'NoSchedule' }, { key: 'sku', value: 'b', effect: 'NoSchedule' }] } } }), prop: 'nodePools.a.taints', value: 'a list of 2', allowed: /each key once/ },
  { what: 'an unknown way to buy nodes', build: () => Cluster.inCluster({ nodePools: { a: { gpu: Gpu.L4, nodes: 1, purchase: 'preemptible' as never } } }), prop: 'nodePools.a.purchase', value: 'preemptible', allowed: /spot/ },
  { what: 'a range as chart version', build: ({ stack, cluster }) => new FleetPlatform(stack, 'o', { cluster, keda: { version: '^2.0.0' } }), prop: 'keda.version', value: '^2.0.0', allowed: /one version/ },
  { what: 'a storage class with a space', build: ({ stack, cluster }) => new StateStore(stack, 's', { cluster, storageClass: 'fast disk' }), prop: 'storageClass', value: 'fast disk', allowed: /StorageClass/ },
  { what: 'a disk that is too large for any cluster', build: ({ stack, cluster }) => new StateStore(stack, 's', { cluster, storageGiB: 1e12 }), prop: 'storageGiB', value: 1e12, allowed: /from 1 to/ },
  { what: 'a host that is an address with scheme', build: () => SessionStore.fromExisting({ host: 'redis://a', namespace: 'data' }), prop: 'host', value: 'redis://a', allowed: /without scheme/ },
];

test.each(cases)('$what', ({ build, prop, value, allowed }) => {
  const { problems } = refusal((setting) => void build(setting));
  expect(problems).toEqual([expect.objectContaining({ code: expect.stringMatching(/^AF-(SPEC-00[12]|PLT-006)$/), prop, value })]);
  expect(problems[0]?.allowed).toMatch(allowed);
  expect(problems[0]?.repairs.length).toBeGreaterThan(0);
});

test('the name and the key of a record are told apart', () => {
  const { problems } = refusal((setting) => void pool(setting, 'p', { env: { '1X': 'value' } }));
  expect(problems[0]).toMatchObject({ message: 'env has the key "1X"', repairs: ['env: { \'x-1x\': … } instead of "1X"'] });
});

test('a checkpoint of somebody else may be smaller than the model in 16 bit', () => {
  const build = poolWith({ ...large, checkpoint: 'me/llama-awq', weights: Weights.claim({ sizeGiB: 8 }) });
  expect(() => research((setting) => void build(setting))).not.toThrow();
});

test('labels of a stack with a long name are valid', () => {
  const name = `Research_${'x'.repeat(80)}`;
  const app = new App({ outdir: temporaryOutdir() });
  const setting = { stack: new TerraformStack(app, name), cluster: Cluster.inCluster() };
  pool(setting, 'planner');
  const labels = FleetTemplate.synth(app, name)
    .manifests()
    .flatMap(({ metadata }) => Object.values(metadata.labels ?? {}));
  expect(labels.length).toBeGreaterThan(5);
  expect(labels.filter((label) => !isLabelValue(label))).toEqual([]);
});
