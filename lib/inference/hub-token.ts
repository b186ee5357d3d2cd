import { isGated } from '../catalog/gated';
import { SecretRef } from '../core/secret-ref';
import type { InferencePoolSpec } from './inference-pool-props';

/** Where the token of gated repositories is looked for by default. */
export const HUB_SECRET = { name: 'hugging-face', key: 'token' } as const;

/** Repositories that a pool downloads from the hub and that are known to be gated. */
export function gatedRepositories({ weights, env }: InferencePoolSpec, repositories: readonly string[]): readonly string[] {
  const isElsewhere = ['existing-claim', 'image', 'object-store'].includes(weights?.source.kind ?? 'ephemeral') || 'HF_ENDPOINT' in env;
  return isElsewhere ? [] : repositories.filter(isGated);
}

/** The token that the pods are given: the user's, or for gated repositories the one of the Secret that everybody knows. */
export function hubToken(spec: InferencePoolSpec, repositories: readonly string[]): SecretRef | undefined {
  if (spec.huggingFaceToken !== undefined) return spec.huggingFaceToken;
  return gatedRepositories(spec, repositories).length === 0 ? undefined : SecretRef.existing(HUB_SECRET.name, HUB_SECRET.key);
}
