/** A network plugin that opens ways out of the cluster by name. */
import { z } from 'zod';
import { notion } from '../core/notion';
import type { ClusterDns } from '../security/cluster-dns';
import type { NamedEgressTerms } from '../security/named-egress';

/** How pods reach hosts outside the cluster by name. */
export interface NamedEgressProps {
  /** What enforces the policies: Cilium with its DNS proxy, which is its default. */
  readonly policies: 'cilium';
  /**
   * Names from which weights are brought, or patterns whose `*` stands for a part without dots: of a mirror that `HF_ENDPOINT` names, or what the hub redirects to.
   * @default - those of the Hugging Face hub, its storage and the vocabularies that engines load
   */
  readonly modelHub?: readonly string[];
}

/**
 * Where the client of the hub is led, and where the library of gpt-oss loads its vocabularies (https://github.com/openai/harmony/issues/95). The hub publishes no list: `*.huggingface.co` (LFS) and `*.hf.co` stand
 * in allow-lists that others published (seen 2026-11-29); the names of Xet and of the networks in front of it are assumed, and no download was followed. `modelHub` replaces all of them.
 */
const MODEL_HUB = [
  'huggingface.co',
  '*.huggingface.co',
  '*.hf.co',
  '*.xethub.hf.co',
  '*.aws.cdn.hf.co',
  '*.gcp.cdn.hf.co',
  'openaipublic.blob.core.windows.net',
];

const LABEL = /^[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?$/;
/** Two labels without a star, or a pattern would open half the internet. */
const hostPattern = notion(
  'name of a host outside the cluster',
  'a name in lower case, or a pattern like *.example.com, with at least two labels without a star',
  (text) => {
    const labels = text.split('.');
    const plain = labels.filter((label) => !label.includes('*'));
    return text.length <= 253 && labels.every((label) => LABEL.test(label)) && plain.length >= 2 && !(labels.at(-1) ?? '').includes('*');
  },
);

export const namedEgressSchema = z.strictObject({
  policies: z.literal('cilium', { error: "expected 'cilium'" }),
  modelHub: z.array(hostPattern).min(1, { error: 'expected at least one name' }).optional(),
});

export const namedEgressTerms = (props: z.output<typeof namedEgressSchema> | undefined, dns: ClusterDns): NamedEgressTerms | undefined =>
  props === undefined ? undefined : { modelHub: props.modelHub ?? MODEL_HUB, dns };
