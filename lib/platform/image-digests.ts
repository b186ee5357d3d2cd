import { z } from 'zod';
import { DIGESTS } from '../catalog/pins/digests';
import { wholeName } from '../core/kubernetes/image-mirror';
import { imageReference, parseImage } from '../core/kubernetes/image-reference';
import { notion } from '../core/notion';
import { own } from '../core/own';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

const digest = notion('digest of an image', "what `crane digest` prints: 'sha256:' and 64 hexadecimal digits", (text) => DIGEST.test(text));

/** Digests by the images that they pin. */
export const imageDigestsSchema = z.record(
  imageReference.refine((image) => parseImage(image)?.digest === undefined, { error: 'expected an image without a digest' }),
  digest,
);

/** Digests by the whole names of the images as they are published: those that a user read from a registry, before those of the catalog, which hold where the images are published. */
export class ImageDigests {
  private readonly byName: ReadonlyMap<string, string>;
  private readonly asked = new Set<string>();

  constructor(given: Readonly<Record<string, string>> = {}) {
    this.byName = new Map(Object.entries(given).map(([image, one]) => [wholeName(image), one]));
  }

  /** Whether the user gave any. */
  get given(): boolean {
    return this.byName.size > 0;
  }

  /**
   * The image with its digest, where one is known; its tag stays for people to read. What a mirror holds is known to its owner alone: an image that
   * was pushed there by hand has another digest than the published one.
   */
  pin(reference: string, isMirrored: boolean): string {
    const name = wholeName(reference);
    const found = this.byName.get(name) ?? (isMirrored ? undefined : own(DIGESTS, name)?.digest);
    this.asked.add(name);
    return found === undefined ? reference : `${reference}@${found}`;
  }

  /** Images with a digest of the user that nothing on the cluster pulls. */
  unused(): string[] {
    return [...this.byName.keys()].filter((name) => !this.asked.has(name));
  }
}
