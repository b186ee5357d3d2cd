import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { claimName } from '../core/kubernetes/claim-name';
import { configMapName } from '../core/kubernetes/config-map-name';
import { mountPath } from '../core/kubernetes/mount-path';
import { secretKey } from '../core/kubernetes/secret-key';
import { secretName } from '../core/kubernetes/secret-name';
import { shortHash } from '../core/names';
import { branded, parseProps } from '../core/schema';
import type { DeploymentV1SpecTemplateSpecContainerVolumeMount, DeploymentV1SpecTemplateSpecVolume } from '../terraform/kubernetes';

/** Props of a volume: what is mounted, and where. */
export interface VolumeProps {
  /** Name of the ConfigMap, the Secret or the claim, in the namespace of the pods. */
  readonly name: string;
  /** Folder of the container, e.g. `/etc/ssl/company`. */
  readonly mountPath: string;
}

/** Props of a volume from a ConfigMap or a Secret. */
export interface FilesVolumeProps extends VolumeProps {
  /**
   * Keys that become files.
   * @default - all of them
   */
  readonly keys?: readonly string[];
}

/** Props of a volume from a claim. */
export interface ClaimVolumeProps extends VolumeProps {
  /**
   * The container may not write to it.
   * @default true
   */
  readonly readOnly?: boolean;
}

const keys = z.array(secretKey).min(1).max(100).readonly().optional();

export const volumeSchema = z.strictObject({ name: configMapName, mountPath, keys });
export const secretVolumeSchema = z.strictObject({ name: secretName, mountPath, keys });
export const claimVolumeSchema = z.strictObject({ name: claimName, mountPath, readOnly: z.boolean().default(true) });

interface VolumeSpec extends Required<ClaimVolumeProps> {
  readonly keys?: readonly string[] | undefined;
}

type VolumeKind = 'configMap' | 'secret' | 'claim';

/**
 * Files that pods find in a folder: those of a ConfigMap, of a Secret, or of a claim. This library makes none of the three.
 *
 * @example
 * volumes: [Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })]
 */
export class Volume {
  /**
   * The keys of a ConfigMap as files.
   * @throws FleetSpecError when a prop is malformed.
   */
  static configMap(props: FilesVolumeProps): Volume {
    return new Volume('configMap', { ...parseProps(volumeSchema, props, of('configMap')), readOnly: true });
  }

  /**
   * The keys of a Secret as files.
   * @throws FleetSpecError when a prop is malformed.
   */
  static secret(props: FilesVolumeProps): Volume {
    return new Volume('secret', { ...parseProps(secretVolumeSchema, props, of('secret')), readOnly: true });
  }

  /**
   * A PersistentVolumeClaim.
   * @throws FleetSpecError when a prop is malformed.
   */
  static claim(props: ClaimVolumeProps): Volume {
    return new Volume('claim', parseProps(claimVolumeSchema, props, of('claim')));
  }

  /** Recognises volumes by their brand, so that two copies of the library agree. */
  static isVolume(value: unknown): value is Volume {
    return hasBrand(value, 'Volume');
  }

  readonly name: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  /** Undefined where all of them are. */
  readonly keys: readonly string[] | undefined;

  private constructor(
    readonly kind: VolumeKind,
    { name, mountPath: at, readOnly, keys: chosen }: VolumeSpec,
  ) {
    brand(this, 'Volume');
    this.name = name;
    this.mountPath = at;
    this.readOnly = readOnly;
    this.keys = chosen;
  }
}

/** Volumes of one container. */
export const volumesSchema = z
  .array(branded<Volume>(Volume.isVolume, "a Volume, e.g. Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' })"))
  .refine((volumes) => new Set(volumes.map(({ mountPath: at }) => at)).size === volumes.length, { error: 'expected each mountPath once' });

const of = (factory: string) => ({ path: `Volume.${factory}`, className: 'Volume' });

/** Parts of a pod and of its container that mount volumes; what several services ask for alike is mounted once. */
export function mounted(volumes: readonly Volume[]): {
  readonly volume: DeploymentV1SpecTemplateSpecVolume[];
  readonly volumeMount: DeploymentV1SpecTemplateSpecContainerVolumeMount[];
} {
  const once = [...new Map(volumes.map((one) => [nameOf(one), one])).values()];
  return {
    volume: once.map((one) => ({ name: nameOf(one), ...sourceOf(one) })),
    volumeMount: once.map((one) => ({ name: nameOf(one), mountPath: one.mountPath, readOnly: one.readOnly })),
  };
}

const nameOf = ({ kind, name, mountPath: at, readOnly, keys: chosen }: Volume): string =>
  `files-${shortHash(JSON.stringify([kind, name, at, readOnly, ...(chosen === undefined ? [] : [chosen])]))}`;

function sourceOf({ kind, name, readOnly, keys: chosen }: Volume): Omit<DeploymentV1SpecTemplateSpecVolume, 'name'> {
  const only = chosen === undefined ? {} : { items: chosen.map((key) => ({ key, path: key })) };
  switch (kind) {
    case 'configMap':
      return { configMap: { name, ...only } };
    case 'secret':
      return { secret: { secretName: name, ...only } };
    case 'claim':
      return { persistentVolumeClaim: { claimName: name, readOnly } };
  }
}
