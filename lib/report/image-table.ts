/** What a mirror has to hold: the images and charts of synthesized stacks, as text. */
import { chartDigest } from '../catalog/pins';
import { parseImage } from '../core/kubernetes/image-reference';
import type { ChartPlan, ImagePlan } from '../plan/sections/downloads';
import type { Palette } from './palette';

/** What all stacks of an app pull, each once. */
export interface Downloads {
  readonly images: readonly ImagePlan[];
  readonly charts: readonly ChartPlan[];
}

export function imageTable({ images, charts }: Downloads, colour: Palette): string {
  const head = (text: string) => colour.bold(text);
  return [
    head(`images (${images.length})`),
    ...images.flatMap((one) => [`  ${one.source}`, ...notes(one).map((note) => colour.dim(`    ${note}`))]),
    ...(charts.length === 0 ? [] : [head(`charts (${charts.length})`)]),
    ...charts.flatMap((one) => [`  ${one.chart} ${one.version}`, ...chartNotes(one).map((note) => colour.dim(`    ${note}`))]),
    colour.dim('Sizes are unknown: no registry is asked.'),
  ].join('\n');
}

function notes({ image, source }: ImagePlan): string[] {
  return [
    ...(image === source ? [] : [`pulled as ${image}`]),
    ...(hasTag(source) || source === KNOWN_AT_APPLY ? [] : ['tag unknown: it follows from cluster, nodes or chart']),
    ...(source.includes('@sha256:') || source === KNOWN_AT_APPLY ? [] : ['no digest']),
  ];
}

function chartNotes(plan: ChartPlan): string[] {
  const { source, repository } = plan;
  return [
    source,
    chartDigest(plan) ?? 'no digest',
    ...(repository === source ? [] : [repository === null ? 'installed from a folder' : `installed from ${repository}`]),
  ];
}

/** An image that is a Terraform token. */
export const KNOWN_AT_APPLY = 'known at apply';

export function hasTag(image: string): boolean {
  const parsed = parseImage(image);
  return (parsed?.tag ?? parsed?.digest) !== undefined;
}
