/** One pinned version of something that is deployed: where it is, which version, when that was looked up. */
import type { Provenance } from '../provenance';

interface PinBase {
  readonly id: string;
  readonly version: string;
  readonly provenance: Provenance;
  readonly note?: string;
}

/** How a chart brings its custom resource definitions: as templates (Helm upgrades them), in `crds/` (installed once, never upgraded), not at all. */
export type CrdDelivery = 'templates' | 'crds-folder' | 'separate' | 'none';

export interface ChartPin extends PinBase {
  readonly kind: 'chart';
  /** Repository as Helm takes it, `https://…` or `oci://…`. */
  readonly repository: string;
  readonly chart: string;
  /** Version of what the chart installs; null where the source names one version for both or none. */
  readonly appVersion: string | null;
  readonly crds: CrdDelivery;
  /**
   * `sha256:…` of the packed chart, as the index of its repository names it.
   * @default - unknown
   */
  readonly digest?: string;
}

export interface ImagePin extends PinBase {
  readonly kind: 'image';
  /** Repository with its registry. */
  readonly name: string;
}

/** Released as plain YAML; there is no official chart. */
export interface ManifestPin extends PinBase {
  readonly kind: 'manifest';
  readonly repository: string;
  readonly file: string;
}

/** The image by its tag; the cluster that pulls it adds the digest. */
export const imageReference = ({ name, version }: Pick<ImagePin, 'name' | 'version'>): string => `${name}:${version}`;
