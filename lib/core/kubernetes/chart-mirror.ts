import { z } from 'zod';
import { chartSource } from './chart-source';

/** Charts whose repository begins with `from` are taken from `to`. */
export interface ChartMirrorRule {
  /** Repository as it is published, or the beginning of its address, e.g. `https://kedacore.github.io/charts` or `oci://ghcr.io`. */
  readonly from: string;
  /** `oci://…`, `https://…`, or a folder with the unpacked charts. */
  readonly to: string;
}

export const chartMirrorSchema = z.union([
  chartSource,
  z
    .array(z.strictObject({ from: chartSource, to: chartSource }))
    .min(1, { error: 'expected at least one rule' })
    .refine((rules) => new Set(rules.map(({ from }) => withoutSlash(from))).size === rules.length, { error: 'expected each from once' }),
]);

/** Where the charts of a repository are taken from; the rule with the longest `from` counts. */
export function mirroredCharts(repository: string, mirror: string | readonly ChartMirrorRule[] | undefined): string {
  if (mirror === undefined) return repository;
  if (typeof mirror === 'string') return withoutSlash(mirror);
  const found = mirror
    .map(({ from, to }) => ({ from: withoutSlash(from), to: withoutSlash(to) }))
    .filter(({ from }) => repository === from || repository.startsWith(`${from}/`))
    .sort((a, b) => b.from.length - a.from.length)[0];
  // A folder holds the charts themselves; a registry is laid out as the one that it mirrors.
  if (found === undefined || isFolder(found.to)) return found?.to ?? repository;
  return `${found.to}${repository.slice(found.from.length)}`;
}

export const isFolder = (source: string): boolean => /^[./]/.test(source);

const withoutSlash = (text: string): string => (text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text);
