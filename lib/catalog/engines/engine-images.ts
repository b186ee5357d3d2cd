import { ENGINE_DEFINITIONS } from './definitions';

export interface EngineImages {
  readonly name: string;
  /** Paths of its images, without their registry: a mirror keeps them. */
  readonly images: readonly string[];
}

/** `ghcr.io/a/b` → `a/b`. */
const withoutRegistry = (image: string): string => {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && /[.:]/.test(first) ? rest.join('/') : image;
};

/** What every engine of the library is started from. */
export const ENGINE_IMAGES: readonly EngineImages[] = ENGINE_DEFINITIONS.map(({ name, images }) => ({
  name,
  images: [...new Set(images.map((image) => withoutRegistry(image.name)))],
}));
