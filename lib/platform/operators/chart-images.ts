/** Values of a chart by which its images come through the mirror of the cluster. */
import { CHART_IMAGES, type ChartImage } from '../../catalog/pins/chart-images';
import type { UsedImage } from '../../plan/assemble';
import type { ImageSource } from '../pod-images';
import { type ChartValues, mergeValues } from './chart-values';

/** Nothing for images that come from where they are published. */
export function mirroredImages(chart: string, source: ImageSource): ChartValues {
  return mergeValues(...(CHART_IMAGES[chart] ?? []).map((image) => mirrored(image, source)));
}

function mirrored({ at, keys, name }: ChartImage, source: ImageSource): ChartValues {
  const pulled = source.image(name);
  return pulled === name ? {} : nested(at.split('.'), KEYS[keys](pulled, name));
}

const KEYS: Readonly<Record<ChartImage['keys'], (pulled: string, name: string) => ChartValues>> = {
  registry: (pulled) => ({ registry: pulled.slice(0, pulled.indexOf('/')), repository: pulled.slice(pulled.indexOf('/') + 1) }),
  repository: (pulled) => ({ repository: pulled }),
  folder: (pulled, name) => ({ repository: folderOf(pulled), ...(lastOf(pulled) === lastOf(name) ? {} : { image: lastOf(pulled) }) }),
};

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));
const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** An object as values of a chart. */
export function nested(path: readonly string[], values: ChartValues): ChartValues {
  return path.reduceRight<ChartValues>((inner, key) => ({ [key]: inner }), values);
}

/** What Kubernetes takes as logins of a pod. */
export const secretList = ({ imagePullSecrets }: ImageSource): ChartValues[] => imagePullSecrets.map((name) => ({ name }));

/** The images that a chart pulls by our values, with their tags where the chart has the pinned version. */
export function imagesOfChart(
  chart: string,
  { isPinned, usedBy }: { readonly isPinned: boolean; readonly usedBy: string },
  source: ImageSource,
): UsedImage[] {
  return (CHART_IMAGES[chart] ?? [])
    .filter(({ asked }) => !asked)
    .map(({ name, version }) => {
      const tag = isPinned && version !== null ? `:${version}` : '';
      return { image: `${source.image(name)}${tag}`, source: `${name}${tag}`, usedBy };
    });
}
