/** Gated weights are downloaded with a token, and the plan says which Secret must hold it. */
import { Model } from '../../lib/catalog/model';
import { SecretRef } from '../../lib/core/secret-ref';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { Weights } from '../../lib/inference/weights';
import type { KubernetesObject } from '../../lib/testing';
import { pool, research } from '../setup/research-stack';

const EVERYWHERE = { name: 'hugging-face', key: 'token' };

function tokensOf(props: Partial<InferencePoolProps>): unknown[] {
  const template = research((setting) => pool(setting, 'workers', props));
  return template
    .manifests()
    .flatMap((object) => envOf(object).flatMap(({ name, valueFrom }) => (name === 'HF_TOKEN' ? [valueFrom?.secretKeyRef] : [])));
}

interface Variable {
  readonly name: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

function envOf({ kind, spec }: KubernetesObject & { spec?: unknown }): readonly Variable[] {
  if (kind !== 'Deployment' && kind !== 'Job') return [];
  const pod = (
    spec as { template: { spec: Record<'containers' | 'initContainers', readonly { env?: readonly Variable[] }[] | undefined> } }
  ).template.spec;
  return [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap(({ env = [] }) => env);
}

test.each<[string, Partial<InferencePoolProps>]>([
  ['Llama', { model: Model.LLAMA_3_1_8B_INSTRUCT }],
  ['Llama in a claim that we fill', { model: Model.LLAMA_3_1_8B_INSTRUCT, weights: Weights.claim() }],
  ['another checkpoint of the owner', { model: Model.LLAMA_3_1_8B_INSTRUCT, checkpoint: 'meta-llama/Llama-3.1-8B' }],
])('%s: the Secret that everybody knows', (_, props) => {
  const refs = tokensOf(props);
  expect(refs.length).toBeGreaterThan(0);
  for (const ref of refs) expect(ref).toMatchObject(EVERYWHERE);
});

test.each<[string, Partial<InferencePoolProps>]>([
  ['a public model', { model: Model.QWEN3_8B }],
  ['a copy of the weights that is public', { model: Model.LLAMA_3_1_8B_INSTRUCT, checkpoint: 'unsloth/Meta-Llama-3.1-8B-Instruct' }],
  [
    'a claim that holds the weights',
    { model: Model.LLAMA_3_1_8B_INSTRUCT, weights: Weights.existingClaim('weights', { accessMode: 'ReadWriteMany' }) },
  ],
  ['a mirror of the hub', { model: Model.LLAMA_3_1_8B_INSTRUCT, env: { HF_ENDPOINT: 'https://hub.example.com' } }],
])('%s: none', (_, props) => {
  expect(tokensOf(props)).toEqual([]);
});

test('a Secret of yours takes its place', () => {
  const refs = tokensOf({ model: Model.LLAMA_3_1_8B_INSTRUCT, huggingFaceToken: SecretRef.existing('hub', 'key') });
  expect(new Set(refs.map((ref) => (ref as { name: string }).name))).toEqual(new Set(['hub']));
});

test('the plan names the Secret and the namespace', () => {
  const template = research((setting) => pool(setting, 'workers', { model: Model.LLAMA_3_1_8B_INSTRUCT }));
  const [finding] = template.plan().findings.filter(({ code }) => code === 'AF-ENG-042');
  expect(finding).toMatchObject({ severity: 'info', prop: 'huggingFaceToken' });
  expect(finding?.message).toContain('Secret "hugging-face" with the key "token" is in the namespace research');
});
