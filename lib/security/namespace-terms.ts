import type { Environment } from '../core/rule';
import type { ClusterDns } from './cluster-dns';
import type { MeshTerms } from './mesh/mesh-props';
import type { BoundTerms } from './namespace-bounds';
import type { OutsideTerms } from './outside';
import type { PodUsers } from './pod-users';
import type { SignatureTerms } from './signatures/signature-props';

/** Digests that were given for a cluster. */
export interface KnownDigests {
  readonly given: boolean;
  /** Images with a digest that nothing on the cluster pulls. */
  unused(): string[];
}

/** Images of whose CPUs somebody told the cluster. */
export interface KnownArchitectures {
  readonly given: boolean;
  /** Names that nothing pulls. */
  unused(pulled: readonly string[]): string[];
}

/** What the cluster of a namespace is like. */
export interface NamespaceTerms {
  readonly dns: ClusterDns;
  readonly podUsers: PodUsers;
  /** How pods reach what lies outside the cluster. */
  readonly outside: OutsideTerms;
  /** Where Prometheus runs, which pods let in. */
  readonly monitoringNamespace: string;
  /** Labels of the namespaces of fleets beside ours. */
  readonly fleetLabels: Readonly<Record<string, string>>;
  /** The cluster annotates namespaces itself, e.g. with the range of their users: Terraform must leave the annotations alone. */
  readonly annotatesNamespaces: boolean;
  /** What the cluster is for. */
  readonly environment: Environment;
  /** What is not known is an error. */
  readonly strict: boolean;
  /** What is known of the digests of images. */
  readonly digests: KnownDigests;
  /** What is known of the CPUs that images are built for. */
  readonly architectures: KnownArchitectures;
  /** What the API server keeps of namespaces that are ours. */
  readonly bounds: BoundTerms;
  /** The mesh that its pods are in; undefined where the cluster has none. */
  readonly mesh: MeshTerms | undefined;
  /** Whose signatures images need; undefined where nobody asks. */
  readonly signatures: SignatureTerms | undefined;
}

/**
 * Part of a namespace that keeps what the cluster writes on it. The provider hides annotations of `kubernetes.io` alone; all others it would remove
 * (terraform-provider-kubernetes 2.38, `isInternalKey`).
 */
export const keptAnnotations = ({ annotatesNamespaces }: Pick<NamespaceTerms, 'annotatesNamespaces'>): { ignoreChanges?: string[] } =>
  annotatesNamespaces ? { ignoreChanges: ['metadata[0].annotations'] } : {};
