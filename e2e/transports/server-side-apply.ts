/** The Kubernetes view of a stack, applied by the harness itself: where no provider can be had, the same objects are still judged. */

import { unexpected } from '../cluster/api-warnings';
import { giveUpNamespace } from '../cluster/kept-namespace';
import type { KubeClient } from '../cluster/kube-client';
import { describe, type KubeObject } from '../cluster/kube-object';
import { differingFields } from '../cluster/object-fields';
import type { FleetStack } from '../fleets/fleet-stack';
import { waitFor } from '../machine/wait';
import type { Deployment, Outcome, Transport } from './transport';

const MANAGER = 'agent-fleet';
/** Others wait for these. */
const FIRST = [
  ...['Namespace', 'ResourceQuota', 'LimitRange', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  ...['PriorityClass', 'StorageClass', 'ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolumeClaim'],
];

export class ServerSideApply implements Transport {
  readonly name = 'server-side apply' as const;
  readonly description = 'manifests() through server-side apply, fieldValidation=Strict';

  constructor(private readonly client: KubeClient) {}

  into(client: KubeClient): ServerSideApply {
    return new ServerSideApply(client);
  }

  /** What was applied from a folder, as Terraform knows it by its state. */
  private readonly applied = new Map<string, readonly KubeObject[]>();

  async open(stack: FleetStack, folder = stack.name): Promise<Deployment> {
    return new ServerSideDeployment(stack, this.client, this.applied, folder);
  }
}

class ServerSideDeployment implements Deployment {
  constructor(
    readonly stack: FleetStack,
    private readonly client: KubeClient,
    private readonly applied: Map<string, readonly KubeObject[]>,
    private readonly folder: string,
  ) {}

  /** What a former apply from the folder made and this one does not is deleted, unless it says that it stays. */
  apply(): Promise<Outcome> {
    return timed(async () => {
      const problems: string[] = [];
      const objects = ordered(this.stack.manifests());
      for (const object of objects) problems.push(...(await this.applyOne(object)));
      const names = new Set(objects.map(describe));
      const gone = (this.applied.get(this.folder) ?? []).filter((object) => !names.has(describe(object)) && !isKept(object));
      for (const object of [...gone].reverse()) await this.client.delete(object).catch(ignoreUnknownKind);
      this.applied.set(this.folder, objects);
      return problems;
    });
  }

  /** Applies again: whatever that changes in an object, a person or a controller and we would fight about. */
  secondPlan(): Promise<Outcome> {
    return timed(async () => {
      const problems: string[] = [];
      for (const object of ordered(this.stack.manifests())) problems.push(...(await this.compareSecond(object)));
      return problems;
    });
  }

  /** As an owner who gives the data up. */
  destroy(): Promise<Outcome> {
    return timed(async () => {
      const objects = ordered(this.stack.manifests()).reverse();
      for (const namespace of this.stack.namespaces) await giveUpNamespace(this.client, namespace);
      for (const object of objects) await this.client.delete(object).catch(ignoreUnknownKind);
      await waitFor(`the end of stack ${this.stack.name}`, () => this.allGone(objects), { seconds: 60 });
      return [];
    });
  }

  private async applyOne(object: KubeObject): Promise<string[]> {
    try {
      const { warnings } = await this.client.apply(object, MANAGER);
      return unexpected(warnings).map((warning) => `${describe(object)}: the API server warns: ${warning}`);
    } catch (error) {
      return [`${describe(object)}: ${messageOf(error)}`];
    }
  }

  private async compareSecond(object: KubeObject): Promise<string[]> {
    try {
      const before = await this.client.read(object);
      const { body } = await this.client.apply(object, MANAGER, { dryRun: true });
      if (before === undefined) return [`${describe(object)} is gone`];
      const paths = differingFields(before, body);
      return paths.length === 0 ? [] : [`${describe(object)} would change: ${paths.slice(0, 4).join(', ')}`];
    } catch (error) {
      return [`${describe(object)}: ${messageOf(error)}`];
    }
  }

  private async allGone(objects: readonly KubeObject[]): Promise<true | undefined> {
    for (const object of objects) {
      if ((await this.client.read(object).catch(ignoreUnknownKind)) !== undefined) return undefined;
    }
    return true;
  }
}

const isKept = ({ metadata }: KubeObject): boolean => metadata.annotations?.['helm.sh/resource-policy'] === 'keep';

function ordered(objects: readonly KubeObject[]): KubeObject[] {
  const rank = ({ kind }: KubeObject) => (FIRST.includes(kind) ? FIRST.indexOf(kind) : FIRST.length);
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

async function timed(work: () => Promise<string[]>): Promise<Outcome> {
  const start = Date.now();
  const problems = await work();
  return { seconds: (Date.now() - start) / 1000, problems };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function ignoreUnknownKind(error: unknown): undefined {
  if (error instanceof Error && error.message.includes('has no kind')) return undefined;
  throw error;
}
