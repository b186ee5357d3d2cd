import type { Construct } from 'constructs';
import { type Finding, place } from '../core/finding';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import type { WholeKind } from '../platform/parts/given-part';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import type { ITaskQueue } from '../queues/contract';
import type { Governance } from '../security/governance/governance';
import type { Component } from '../security/labels';
import type { Namespace } from '../security/namespace';
import type { NodeChoice } from '../security/node-choice';
import type { DataEdge } from '../security/residency/data-place';
import type { IService } from '../security/service';
import { startAfter } from '../security/start-after';
import type { Workload } from '../security/workload';
import { workloadNameFindings } from '../security/workload-name';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { StartOrder } from '../terraform/start-order';
import type { Startable } from '../terraform/startable';
import { type CpuPods, type PodSettings, type RenderedCpuPods, renderCpuPods } from './cpu-pods';
import { openNetwork, outsideEnv } from './cpu-pods-network';
import { wiredWays } from './data-ways';
import { identityFindings } from './identity-findings';
import { servicePartsFindings } from './parts-findings';
import { podsResidencyFindings } from './residency';
import { renderSetupJob } from './setup-job';
import type { CheckedSetup } from './setup-props';
import { startedFindings } from './started-findings';
import { wiredEnv, wiredVolumes, wiredWork } from './wiring';
import { wiringFindings } from './wiring-findings';

/** What a user says of pods, their place and what they are wired to. */
export interface WiredPodsParts extends PodSettings {
  readonly cluster: Cluster;
  readonly name?: string | undefined;
  readonly namespace?: string | Namespace | undefined;
  readonly cpuNodePools?: readonly string[] | undefined;
  readonly imagePullSecrets?: readonly string[] | undefined;
  readonly services?: readonly IService[] | undefined;
  readonly consumes?: ITaskQueue | undefined;
  readonly setup?: CheckedSetup | undefined;
  readonly callers?: readonly string[] | undefined;
  readonly internet?: boolean | undefined;
}

/** What kind of construct the pods belong to. */
export interface WiredPodsKind {
  readonly className: string;
  readonly component: Component;
  /** As messages call it. */
  readonly kind: Exclude<WholeKind, 'fleet' | 'router' | 'queue'>;
  /** What its name becomes, e.g. `a Deployment and a Service`. */
  readonly becomes: string;
  /** How it is written, e.g. `new McpServer(stack, 'search', …)`. */
  readonly example: string;
  readonly governance?: Governance;
  /** Letters of its name at most. @default - as many as Kubernetes takes */
  readonly longestName?: number;
  /** Its pods hold GPUs. @default false */
  readonly onGpus?: boolean;
  /** Nodes of its pods where it names none. @default - those of the cluster */
  readonly nodes?: NodeChoice | undefined;
}

/** What differs between the pods of two constructs. */
type Rendered = Pick<CpuPods, 'container'> &
  Partial<Pick<CpuPods, 'labels' | 'sticky' | 'scaledTo' | 'graceSeconds' | 'isolation' | 'providedEnv' | 'cards' | 'beside'>>;

/** The pods of one construct that hold no model pool: their place, objects, variables and network, and what can be wrong with all of these. */
export class WiredPods {
  readonly stack: TerraformStack;
  readonly name: string;
  readonly workload: Workload;
  private rendered: (RenderedCpuPods & { readonly pods: CpuPods }) | undefined;

  constructor(
    private readonly owner: Construct,
    private readonly spec: WiredPodsParts,
    private readonly its: WiredPodsKind,
  ) {
    const { name, namespace, cluster, cpuNodePools } = spec;
    const { component, className, governance = {}, nodes } = its;
    this.stack = stackOf(owner.node.scope as Construct, owner.node.id, className);
    this.name = name ?? owner.node.id;
    const { stack } = this;
    this.workload = settleWorkload(owner, { stack, cluster, component, name, namespace, governance, cpuNodePools, nodes });
  }

  get cluster(): Cluster {
    return this.spec.cluster;
  }

  /** What the pods are wired to, their queue included. */
  get services(): readonly IService[] {
    return wiredWork(this.spec).map(({ service }) => service);
  }

  /** What clients of the pods wait for. */
  get resources(): readonly Startable[] {
    return [this.rendered?.deployment, this.rendered?.service].filter((resource) => resource !== undefined);
  }

  /** Variables that services and the proxy of the cluster set. */
  providedEnv(): Record<string, string | SecretRef> {
    return { ...outsideEnv(this.spec, this.services, this.workload), ...wiredEnv(this.services, this.workload) };
  }

  /** @param settings with the number of replicas that is wanted, where it is not the one of the props */
  render(rendered: Rendered, settings: PodSettings = this.spec): void {
    const { owner, name, workload, stack } = this;
    const { component } = this.its;
    const pods = {
      scope: owner,
      name,
      component,
      partOf: stack.node.id,
      workload,
      spec: settings,
      images: new PodImages(this.cluster, workload, this.spec.imagePullSecrets),
      wiredVolumes: wiredVolumes(this.services),
      providedEnv: this.providedEnv(),
      ...rendered,
    };
    this.rendered = { ...renderCpuPods(pods), pods };
  }

  /** Opens the way to the services and from the callers; the pods wait for the services and the ways. */
  openNetwork(): void {
    openNetwork(this.workload, { ...this.spec, services: this.services }, this.spec.port ?? 0);
    if (this.rendered !== undefined) startAfter(this.rendered.deployment, this.workload, this.services);
  }

  /** What the pods start with is prepared by a Job, for whose success they wait. */
  prepare(): void {
    const { rendered, services, owner } = this;
    const { setup, internet, identity } = this.spec;
    if (rendered === undefined || setup === undefined) return;
    const { job, workload } = renderSetupJob(rendered.pods, rendered.account, setup);
    openNetwork(workload, { services, internet, identity }, 0);
    startAfter(job, workload, services);
    StartOrder.of(owner).put(rendered.deployment, [job]);
  }

  /** @param models aliases that the pods ask a router for, where it is not to be asked */
  ways(models?: (service: IService) => readonly string[] | undefined): DataEdge[] {
    return wiredWays(this.owner.node.path, this.cluster, this.spec, models);
  }

  /** What is started and how it is called. @param provided variables that are set beside those of the props */
  startFindings(provided: Readonly<Record<string, unknown>> = this.providedEnv()): Finding[] {
    const { image, env, command, args, runAsUser, name, setup } = this.spec;
    const { path } = this.owner.node;
    const { becomes, example, longestName: max, onGpus = false } = this.its;
    const named = workloadNameFindings(this.name, { becomes, example, isGiven: name !== undefined, ...(max === undefined ? {} : { max }) });
    const own = [...identityFindings(this.spec, this.workload), ...named].map((finding) => place(path, finding));
    return [...startedFindings({ path, workload: this.workload, image, env, command, args, setup, runAsUser, provided, onGpus }), ...own];
  }

  /** What the pods are wired to. @param others variables beside those of the services, by the prop that they come from */
  wiringFindings(others: Readonly<Record<string, string>> = {}, models?: (service: IService) => readonly string[] | undefined): Finding[] {
    const { owner, cluster, workload } = this;
    const { kind } = this.its;
    const services = wiredWork(this.spec);
    const found = wiringFindings({ services, client: workload, others, environment: cluster.environment });
    const resident = podsResidencyFindings({ cluster, workload }, kind, () => this.ways(models));
    const placed = [...found, ...resident].map((finding) => place(owner.node.path, finding));
    return [...placed, ...servicePartsFindings(kind, { node: owner.node, cluster }, services)];
  }
}
