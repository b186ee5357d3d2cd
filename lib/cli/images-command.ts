/** `agent-fleet images`: every image and chart of a synthesized app, for the mirror of a cluster without internet. */
import { type Command, Option } from 'commander';
import { chartDigest } from '../catalog/pins';
import { parseImage } from '../core/kubernetes/image-reference';
import type { ImagePlan } from '../plan/sections/downloads';
import { type Downloads, hasTag, imageTable, KNOWN_AT_APPLY } from '../report/image-table';
import { palette } from '../report/palette';
import { type Materials, sbom, unpinned } from '../report/sbom';
import { type AppOptions, chosenStacks, onSynthesizedApp } from './app-folder';
import { packageManifest } from './package-folder';
import type { Terminal } from './terminal';

interface ImagesOptions extends AppOptions {
  readonly json?: true;
  readonly sbom?: true;
}

export function registerImages(program: Command, terminal: Terminal): void {
  onSynthesizedApp(program.command('images'))
    .description('List the images and charts that a synthesized app pulls, as a mirror needs them')
    .option('--json', 'print JSON: source, image as pulled, tag, digest, size')
    .addOption(new Option('--sbom', 'print a bill of materials (CycloneDX 1.6): images, charts and model weights').conflicts('json'))
    .action((stack: string | undefined, options: ImagesOptions) => showImages(stack, options, terminal));
}

function showImages(stack: string | undefined, options: ImagesOptions, terminal: Terminal): void {
  const found = downloads(stack, options);
  if (options.sbom) showSbom(found, terminal);
  else terminal.out(options.json ? `${JSON.stringify(asData(found), null, 2)}\n` : `${imageTable(found, palette(terminal.colours))}\n`);
}

function showSbom(found: Materials, terminal: Terminal): void {
  terminal.out(sbom(found, packageManifest().version));
  const { images, weights } = unpinned(found);
  if (images.length > 0) terminal.note(`${images.length} of ${found.images.length} images have no digest: ${images.join(', ')}`);
  if (weights.length > 0) terminal.note(`no revision of model weights is pinned: ${weights.join(', ')}`);
}

function downloads(stack: string | undefined, options: AppOptions): Materials {
  const plans = chosenStacks(stack, options)
    .filter((chosen) => chosen.hasPlan())
    .map((chosen) => chosen.plan());
  const images = new Map<string, ImagePlan>();
  for (const one of plans.flatMap((plan) => plan.images ?? [])) {
    const usedBy = [...(images.get(one.image)?.usedBy ?? []), ...one.usedBy];
    images.set(one.image, { ...one, usedBy });
  }
  const charts = new Map(
    plans.flatMap((plan) => plan.charts ?? []).map((one) => [JSON.stringify([one.source, one.chart, one.version, one.repository]), one]),
  );
  return {
    images: [...images.values()].sort((a, b) => (a.source < b.source ? -1 : 1)),
    charts: [...charts.values()],
    pools: plans.flatMap((plan) => plan.pools),
    stacks: plans.map((plan) => plan.stack),
  };
}

/** Sizes are null: no registry is asked, and no public source names them for these tags. */
function asData({ images, charts }: Downloads) {
  return {
    images: images.map(({ image, source, usedBy }) => {
      const parsed = source === KNOWN_AT_APPLY || !hasTag(source) ? null : parseImage(source);
      return { source, image, tag: parsed?.tag ?? null, digest: parsed?.digest ?? null, compressedBytes: null, usedBy };
    }),
    charts: charts.map((chart) => ({ ...chart, digest: chartDigest(chart) ?? null, compressedBytes: null })),
  };
}
