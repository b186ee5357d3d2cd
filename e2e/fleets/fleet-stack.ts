/** One synthesized stack as the harness deploys it: its Terraform without the charts that must be fetched, and its Kubernetes view. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FleetPlan } from '../../lib/plan/schema';
import type { StackJson, SynthesizedStack } from '../../lib/plan/synthesized-app';
import { kubernetesView } from '../../lib/testing/kubernetes-view/kubernetes-view';
import { isRecord, type KubeObject } from '../cluster/kube-object';

import { standInChart } from './stand-in-chart';

type Blocks = Record<string, Record<string, Record<string, unknown>>>;

export class FleetStack {
  static of(stack: SynthesizedStack): FleetStack {
    return new FleetStack(stack.name, stack.folder, stack.terraform(), stack.hasPlan() ? stack.plan() : undefined);
  }

  /** Releases whose charts lie elsewhere, `name (chart version)`; they are left out. */
  readonly leftOut: readonly string[];
  /** The Terraform that is deployed. */
  readonly json: StackJson;

  constructor(
    readonly name: string,
    readonly folder: string,
    private readonly original: StackJson,
    readonly plan: FleetPlan | undefined,
  ) {
    const remote = remoteReleases(original);
    this.leftOut = remote.map(([, release]) => `${release['name']} (${release['chart']} ${release['version'] ?? ''})`.replace(' )', ')'));
    this.json = withoutResources(original, new Set(remote.map(([id]) => `helm_release.${id}`)));
  }

  /** The same stack after a change of its Terraform. */
  changed(change: (json: StackJson) => void): FleetStack {
    const json = structuredClone(this.json);
    change(json);
    return new FleetStack(this.name, this.folder, json, this.plan);
  }

  /**
   * The same stack with its charts played by stand-ins of their names and versions, each of which writes its values into a ConfigMap: that a release
   * is changed in place can be seen without fetching the chart. For Terraform alone.
   */
  withStandIns(): FleetStack {
    const json = structuredClone(this.original);
    for (const [id, release] of remoteReleases(json)) {
      const { repository: _repository, ...rest } = release;
      const releases = (json.resource as Blocks)['helm_release'] ?? {};
      releases[id] = { ...rest, chart: standInChart(this.folder, String(release['chart']), String(release['version'])) };
    }
    return new FleetStack(this.name, this.folder, json, this.plan);
  }

  /** What `manifests()` shows to users. */
  manifests(): KubeObject[] {
    return kubernetesView(this.json, this.folder).objects as unknown as KubeObject[];
  }

  get namespaces(): string[] {
    return this.manifests().flatMap((object) => (object.kind === 'Namespace' ? [object.metadata.name] : []));
  }

  /** Contexts of the kubeconfig that the providers name. */
  get contexts(): string[] {
    const found = new Set<string>();
    collectStrings(this.json['provider'], 'config_context', found);
    return [...found];
  }

  /** Writes a folder that Terraform can be run in, with its state beside it. */
  writeTo(folder: string): void {
    fs.cpSync(this.folder, folder, { recursive: true });
    const terraform = isRecord(this.json['terraform']) ? this.json['terraform'] : {};
    const backend = { local: { path: path.join(folder, 'terraform.tfstate') } };
    fs.writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify({ ...this.json, terraform: { ...terraform, backend } }, null, 2));
  }
}

function remoteReleases(json: StackJson): [string, Record<string, unknown>][] {
  const releases = Object.entries((json.resource?.['helm_release'] ?? {}) as Record<string, Record<string, unknown>>);
  return releases.filter(([, release]) => !String(release['chart']).startsWith('${path.module}'));
}

/** Also removes them from what others wait for. */
function withoutResources(json: StackJson, addresses: ReadonlySet<string>): StackJson {
  const copy = structuredClone(json) as StackJson & { resource?: Blocks };
  for (const [type, resources] of Object.entries(copy.resource ?? {})) {
    for (const [id, resource] of Object.entries(resources)) {
      if (addresses.has(`${type}.${id}`)) delete resources[id];
      else if (Array.isArray(resource['depends_on'])) {
        resource['depends_on'] = resource['depends_on'].filter((address) => !addresses.has(String(address)));
      }
    }
    if (Object.keys(resources).length === 0 && copy.resource !== undefined) delete copy.resource[type];
  }
  return copy;
}

function collectStrings(value: unknown, key: string, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectStrings(item, key, found);
  if (!isRecord(value)) return;
  for (const [name, item] of Object.entries(value)) {
    if (name === key && typeof item === 'string') found.add(item);
    else collectStrings(item, key, found);
  }
}
