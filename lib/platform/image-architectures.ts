import { z } from 'zod';
import { CPU_ARCHITECTURES, type CpuArchitecture } from '../catalog/cpu-architecture';
import { publishedArchitectures } from '../catalog/pins/architectures';
import { wholeName } from '../core/kubernetes/image-mirror';
import { parseImage } from '../core/kubernetes/image-reference';
import { notion } from '../core/notion';

const imageOrRepository = notion(
  'image',
  'an image with or without a tag, without a digest, e.g. registry.example.com/agents',
  (text) => parseImage(text) !== null && parseImage(text)?.digest === undefined,
);

/** Architectures by the images that are built for them. */
export const imageArchitecturesSchema = z.record(
  imageOrRepository,
  z
    .array(z.enum(CPU_ARCHITECTURES))
    .min(1, { error: 'expected at least one architecture' })
    .refine((given) => new Set(given).size === given.length, { error: 'expected each architecture once' }),
);

/** What CPUs images are built for: what the user says of an image with its tag, then of its repository, then what is read of published ones. */
export class ImageArchitectures {
  private readonly byName: ReadonlyMap<string, readonly CpuArchitecture[]>;

  constructor(given: Readonly<Record<string, readonly CpuArchitecture[]>> = {}) {
    this.byName = new Map(Object.entries(given).map(([image, built]) => [wholeName(image), built]));
  }

  get given(): boolean {
    return this.byName.size > 0;
  }

  /** Null where nobody says. */
  of(reference: string): readonly CpuArchitecture[] | null {
    const named = wholeName(reference);
    const { repository, tag } = parseImage(named) ?? { repository: named, tag: undefined };
    const byTag = tag === undefined ? repository : `${repository}:${tag}`;
    return this.byName.get(byTag) ?? this.byName.get(repository) ?? publishedArchitectures(byTag);
  }

  /** Names that the user gave of images that nothing pulls. */
  unused(pulled: readonly string[]): string[] {
    const names = new Set(pulled.flatMap((source) => namesOf(wholeName(source))));
    return [...this.byName.keys()].filter((name) => !names.has(name));
  }
}

function namesOf(name: string): string[] {
  const image = parseImage(name);
  return image === null ? [name] : [image.repository, ...(image.tag === undefined ? [] : [`${image.repository}:${image.tag}`])];
}
