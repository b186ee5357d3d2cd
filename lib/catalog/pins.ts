/** Every chart, image and manifest version that the library deploys. Nothing else names a version; `agent-fleet images` lists these. */
import { CHARTS } from './pins/charts';
import { DIGESTS } from './pins/digests';
import { IMAGES } from './pins/images';
import { MANIFESTS } from './pins/manifests';
import type { ChartPin, ImagePin, ManifestPin } from './pins/pin';
import { SIGNERS } from './pins/signers';

export type { ImageDigest } from './pins/digests';
export { type ChartPin, type CrdDelivery, type ImagePin, imageReference, type ManifestPin } from './pins/pin';
export type { KnownSigner } from './pins/signers';

export const Pins = { charts: CHARTS, images: IMAGES, manifests: MANIFESTS, digests: DIGESTS, signers: SIGNERS } as const;

/** All of them in one list. */
export function allPins(): readonly (ChartPin | ImagePin | ManifestPin)[] {
  return [...Object.values(CHARTS), ...Object.values(IMAGES), ...Object.values(MANIFESTS)];
}

/** Digest of a packed chart as the library pins it; undefined where none is known, and for versions and repositories of others. */
export function chartDigest(asked: { readonly chart: string; readonly version: string; readonly source: string }): string | undefined {
  const pins: readonly ChartPin[] = Object.values(CHARTS);
  return pins.find(({ chart, version, repository }) => chart === asked.chart && version === asked.version && repository === asked.source)
    ?.digest;
}
