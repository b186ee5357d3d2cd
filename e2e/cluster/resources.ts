/** Which kinds the API server has and at which path: discovery, asked once per group and version. */
import { KubeError } from './kube-error';
import type { KubeObject } from './kube-object';

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

interface DiscoveredResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

export class Resources {
  private readonly versions = new Map<string, Promise<Resource[]>>();

  constructor(private readonly get: <T>(path: string) => Promise<T>) {}

  async pathOf({ apiVersion, kind, metadata }: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>): Promise<string> {
    return `${await this.collection(apiVersion, kind, metadata.namespace)}/${encodeURIComponent(metadata.name)}`;
  }

  /** @throws Error when the server has no such kind: the definition of a custom resource is missing */
  async collection(apiVersion: string, kind: string, namespace?: string): Promise<string> {
    const resource = (await this.of(apiVersion)).find((candidate) => candidate.kind === kind);
    if (resource === undefined) {
      // It may be installed later.
      this.versions.delete(apiVersion);
      throw new Error(`the API server has no kind ${kind} in ${apiVersion}; is its custom resource definition installed?`);
    }
    const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${prefix(apiVersion)}${scope}/${resource.plural}`;
  }

  /** Every kind that can be listed, in its preferred version. */
  async all(): Promise<Resource[]> {
    const groups = await this.get<{ groups: { preferredVersion: { groupVersion: string } }[] }>('/apis');
    const versions = ['v1', ...groups.groups.map((group) => group.preferredVersion.groupVersion)];
    const found = await Promise.all(versions.map((version) => this.of(version).catch(() => [])));
    return found.flat().filter((resource) => resource.verbs.includes('list'));
  }

  forget(): void {
    this.versions.clear();
  }

  private of(apiVersion: string): Promise<Resource[]> {
    const known = this.versions.get(apiVersion) ?? this.discover(apiVersion);
    this.versions.set(apiVersion, known);
    known.catch(() => this.versions.delete(apiVersion));
    return known;
  }

  private async discover(apiVersion: string): Promise<Resource[]> {
    const list = await this.get<{ resources: DiscoveredResource[] }>(prefix(apiVersion)).catch(emptyWhenUnknown);
    return list.resources
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, kind, namespaced, verbs }) => ({ apiVersion, kind, plural: name, namespaced, verbs }));
  }
}

function prefix(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function emptyWhenUnknown(error: unknown): { resources: DiscoveredResource[] } {
  if (error instanceof KubeError && error.status === 404) return { resources: [] };
  throw error;
}
