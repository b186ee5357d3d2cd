/** Every chart, image and manifest version that the library deploys. Nothing else names a version; `agent-fleet images` lists these. */
import { CHARTS } from './pins/charts';
import { IMAGES } from './pins/images';
import { MANIFESTS } from './pins/manifests';
import type { ChartPin, ImagePin, ManifestPin } from './pins/pin';

export { type ChartPin, type CrdDelivery, type ImagePin, imageReference, type ManifestPin } from './pins/pin';

export const Pins = { charts: CHARTS, images: IMAGES, manifests: MANIFESTS } as const;

/** All of them in one list. */
export function allPins(): readonly (ChartPin | ImagePin | ManifestPin)[] {
  return [...Object.values(CHARTS), ...Object.values(IMAGES), ...Object.values(MANIFESTS)];
}
