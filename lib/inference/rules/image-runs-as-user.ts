/** AF-ENG-029: pods never run as root, and not every image knows their user. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const imageRunsAsUser: Rule<PoolView> = {
  id: 'image-runs-as-user',
  code: 'AF-ENG-029',
  title: 'The image of the engine does not run as the user of the pods, which is never root (error), or it was not tested (warning).',
  why: 'An image that needs root stops when it starts as another user.',
  fix: 'Take a release whose image has a user, or name an image of your own.',
  severity: ['error', 'warning'],
  check({ spec: { gpu }, engine }) {
    const image = engine.ownImage === null ? engine.publishedImage(gpu) : undefined;
    if (image === undefined) return 'not-applicable';
    const support = engine.runsAsUser(gpu);
    if (support === 'yes') return 'compliant';
    const refused = support === 'no';
    const own = `engine: ${engine.factory}({ version: '${engine.version}', image: '<your image, built for another user than root>' })`;
    return [
      {
        ...(refused ? { severity: 'error' } : { severity: 'warning', uncertain: true }),
        prop: 'engine',
        value: engine.version,
        ...(image.userSince === null ? {} : { allowed: `${image.userSince} or newer, or an image of yours` }),
        message: refused
          ? `${image.name} of ${engine.version} starts as root only; pods of this library never run as root`
          : `${image.name} is built to run as root, and it was not tested as the user of these pods, who also needs the devices of the node`,
        // Another release helps only where one has a user.
        repairs: [...(refused && image.userSince !== null ? [`engine: ${engine.factory}()`] : []), own],
      },
    ];
  },
};
