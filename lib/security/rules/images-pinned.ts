/** AF-SUP-001: a tag is moved by whoever may write to its registry. */
import type { Environment, Rule } from '../../core/rule';

/** What the pods of a namespace pull. */
export interface PulledImages {
  readonly environment: Environment;
  /** Images as they are published. */
  readonly images: readonly string[];
  /** Of those, the ones without a digest. */
  readonly byTag: readonly string[];
}

export const imagesPinned: Rule<PulledImages> = {
  id: 'images-pinned',
  code: 'AF-SUP-001',
  title: 'Pods in production pull images by tag, without a digest.',
  why: 'Whoever may write to a registry can put another program behind a tag; a digest is the program itself.',
  fix: 'Read the digests where the registries are reached, and give them in imageDigests of the cluster; images of your own take theirs in the reference.',
  severity: 'warning',
  check({ environment, images, byTag }) {
    if (environment === 'development' || images.length === 0) return 'not-applicable';
    const [first] = byTag;
    if (first === undefined) return 'compliant';
    return [
      {
        prop: 'imageDigests',
        value: byTag.join(', '),
        allowed: 'a digest of each image',
        message: `${byTag.length} of ${images.length} images ${byTag.length === 1 ? 'is' : 'are'} pulled by tag: ${byTag.join(', ')}`,
        repairs: [`imageDigests: { '${first}': 'sha256:…' } of the cluster`, `crane digest ${first} prints its digest`],
      },
    ];
  },
};
