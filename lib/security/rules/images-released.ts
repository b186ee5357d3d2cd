/** AF-SUP-005: a build of every night is no release. */
import { parseImage } from '../../core/kubernetes/image-reference';
import type { Rule } from '../../core/rule';
import type { PulledImages } from './images-pinned';

/** Words of tags that are given to what nobody has released. */
const UNRELEASED = /(?:^|[^a-z])(nightly|snapshot|canary|edge|unstable|preview|latest|main|master|dev|alpha|beta|rc)(?:[^a-z]|$)/i;

export const imagesReleased: Rule<PulledImages> = {
  id: 'images-released',
  code: 'AF-SUP-005',
  title: 'Pods in production run images whose tags are of no release.',
  why: 'A nightly build or a candidate has no notes and no fixes of its own, and its registry may remove it.',
  fix: 'Take a release where its makers publish one, or copy the build that you tried into a registry of yours and pin its digest.',
  severity: 'info',
  check({ environment, images }) {
    if (environment === 'development' || images.length === 0) return 'not-applicable';
    const unreleased = images.filter((image) => UNRELEASED.test(parseImage(image)?.tag ?? ''));
    const [first] = unreleased;
    if (first === undefined) return 'compliant';
    return [
      {
        prop: 'images',
        value: unreleased.join(', '),
        allowed: 'tags of releases',
        message: `${unreleased.length} of ${images.length} images ${unreleased.length === 1 ? 'is' : 'are'} of no release: ${unreleased.join(', ')}`,
        repairs: [
          'a release, where one is published',
          `imageDigests: { '${first}': 'sha256:…' } of the cluster, so that it stays this build`,
        ],
      },
    ];
  },
};
