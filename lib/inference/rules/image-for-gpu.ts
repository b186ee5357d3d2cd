/** AF-ENG-028: an image of this release of the engine is published for the vendor of the GPU. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const imageForGpu: Rule<PoolView> = {
  id: 'image-for-gpu',
  code: 'AF-ENG-028',
  title: 'No image of this release is published for the vendor of the GPU.',
  why: 'The image of another vendor starts and finds no GPU.',
  fix: 'Take a release that is published for the vendor, or name an image of your own.',
  severity: 'error',
  check({ spec: { gpu }, engine }) {
    if (engine.imageFor(gpu) !== null) return 'compliant';
    const { vendor } = gpu.facts;
    const since = engine.publishedImages(gpu)[0]?.since ?? null;
    return [
      {
        prop: 'engine',
        value: engine.version,
        allowed: since === null ? `an image of yours for ${vendor} GPUs` : `${since} or newer`,
        message: `no image of ${engine.name} is published for ${vendor} GPUs such as ${gpu.name}${since === null ? '' : `; the first is ${since}`}`,
        repairs: [
          ...(since === null ? [] : [`engine: ${engine.factory}()`]),
          `engine: ${engine.factory}({ version: '${engine.version}', image: '<your image for ${vendor}>' })`,
        ],
      },
    ];
  },
};
