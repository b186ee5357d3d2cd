/** AF-SUP-006: architectures that are said of no image that is pulled. */
import { closest } from '../../core/closest';
import type { Rule } from '../../core/rule';

/** Names of images with architectures, beside what is pulled. */
export interface GivenArchitectures {
  /** Names that nothing pulls; null where none were given. */
  readonly unused: readonly string[] | null;
  readonly pulled: readonly string[];
}

export const architecturesUsed: Rule<GivenArchitectures> = {
  id: 'architectures-used',
  code: 'AF-SUP-006',
  title: 'Architectures are given for an image that nothing pulls.',
  why: 'The image that was meant has another name, and nobody knows what CPUs it is built for.',
  fix: 'Name the image as `agent-fleet images` prints it, or its repository, or take it out.',
  severity: 'warning',
  check({ unused, pulled }) {
    if (unused === null) return 'not-applicable';
    if (unused.length === 0) return 'compliant';
    return unused.map((image) => ({
      prop: `imageArchitectures.${image}`,
      value: image,
      allowed: 'an image that the cluster pulls, by its published name, with or without its tag',
      message: `nothing pulls ${image}, so nothing asks what CPUs it is built for`,
      repairs: [repairOf(image, pulled)],
    }));
  },
};

function repairOf(image: string, pulled: readonly string[]): string {
  const meant = closest(image, pulled);
  return meant === undefined ? `imageArchitectures without ${image}` : `did you mean ${meant}?`;
}
