/** AF-SUP-002: a digest that pins nothing. */
import { closest } from '../../core/closest';
import type { Rule } from '../../core/rule';

/** Digests of a cluster beside what is pulled there. */
export interface GivenDigests {
  readonly given: boolean;
  /** Images with a digest that nothing pulls. */
  readonly unused: readonly string[];
  readonly pulled: readonly string[];
}

export const digestUsed: Rule<GivenDigests> = {
  id: 'digest-used',
  code: 'AF-SUP-002',
  title: 'A digest is given for an image that nothing pulls.',
  why: 'The image that was meant has another name or tag, and is pulled without it.',
  fix: 'Name the image as `agent-fleet images` prints it, with its tag, or take the digest out.',
  severity: 'warning',
  check({ given, unused, pulled }) {
    if (!given) return 'not-applicable';
    if (unused.length === 0) return 'compliant';
    return unused.map((image) => ({
      prop: `imageDigests.${image}`,
      value: image,
      allowed: 'an image that the cluster pulls, by its published name and tag',
      message: `nothing pulls ${image}, so its digest pins nothing`,
      repairs: [repairOf(image, pulled)],
    }));
  },
};

function repairOf(image: string, pulled: readonly string[]): string {
  const meant = closest(image, pulled);
  return meant === undefined ? `imageDigests without ${image}` : `did you mean ${meant}?`;
}
