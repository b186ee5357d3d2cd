import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { cpuNodesOf } from '../platform/placement';
import { allowNames, connect } from '../security/network-edges';
import type { NodeChoice } from '../security/node-choice';
import type { DataPlace } from '../security/residency/data-place';
import type { IService, ServiceEntry } from '../security/service';
import { unusedFindings } from '../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { mcpEntry, type ServiceAddress, urlOf, variablePrefix } from '../services/service-env';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { SANDBOX_RULES, SERVER_RULES } from './rules';
import { DEFAULT_REPLICAS } from './runtime-load';
import { type SandboxView, sandboxNodes } from './sandbox-view';
import { type ToolSandboxProps, type ToolSandboxSpec, toolSandboxSchema } from './tool-sandbox-props';
import { WiredPods, type WiredPodsKind } from './wired-pods';

const KIND: WiredPodsKind = {
  className: 'ToolSandbox',
  component: 'tool-sandbox',
  kind: 'sandbox',
  becomes: 'a Deployment and a Service',
  example: "new ToolSandbox(stack, 'python', …)",
};

/** Beyond the time of a task: until the pod has left its Service, and for what the server does when it is stopped. */
const STOP_SECONDS = 10;

/**
 * Pods that run code which a model wrote, kept apart from their node by gVisor or Kata Containers: no token of the API server, no network but what stands in `services`, a read-only root,
 * bounds for CPU, memory, disk and time. Runtimes and MCP servers list it in their `services`; only these reach it.
 *
 * @example
 * const sandbox = new ToolSandbox(stack, 'python', { cluster, image: 'registry.example.com/python-sandbox:1.0.0', port: 8080, runtimeClass: 'gvisor' });
 */
export class ToolSandbox extends Construct implements IService, IReachable {
  readonly kind = 'tool-sandbox';
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the Deployment and the Service. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly workload: Workload;
  /** What the user asked for, with defaults. */
  readonly spec: ToolSandboxSpec;
  private readonly pods: WiredPods;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: ToolSandboxProps) {
    super(scope, constructId(scope, id, 'ToolSandbox'));
    this.spec = parseProps(toolSandboxSchema, props, { path: this.node.path, className: 'ToolSandbox' });
    this.pods = new WiredPods(this, this.spec, { ...KIND, nodes: nodesOf(this.spec) });
    this.cluster = this.spec.cluster;
    this.stack = this.pods.stack;
    this.name = this.pods.name;
    this.workload = this.pods.workload;
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.port = this.spec.port;
    this.render();
    this.openNetwork();
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings(), cluster: this.cluster });
  }

  /** Where it takes code, as clients in the cluster write it. */
  get url(): string {
    return urlOf(this.address());
  }

  /** Its entry in `MCP_SERVERS`; undefined unless it is an MCP server. */
  get listed(): ServiceEntry | undefined {
    return mcpEntry(this.address());
  }

  /** What its clients wait for. */
  get resources(): readonly Startable[] {
    return this.pods.resources;
  }

  /** What it calls itself. */
  get services(): readonly IService[] {
    return this.pods.services;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const prefix = `SANDBOX_${variablePrefix(this.name)}`;
    return { [`${prefix}_URL`]: this.url, [`${prefix}_TASK_SECONDS`]: String(this.spec.taskSeconds) };
  }

  /** What it calls may get what it is given. */
  dataPlace(): DataPlace {
    return { ...clusterPlace('sandbox', this.node.path, this.cluster), onward: () => this.pods.ways() };
  }

  admit(client: Workload): void {
    connect(client, this);
  }

  private address(): ServiceAddress {
    const { name, host, port } = this;
    const { mcp, path = mcp === true ? '/mcp' : undefined } = this.spec;
    return { name, scheme: 'http', host, port, path, mcp };
  }

  private openNetwork(): void {
    this.workload.namespace.keepFromNames('tool-sandbox');
    this.pods.openNetwork();
    if (this.pods.services.length > 0) allowNames(this.workload);
  }

  private providedEnv(): Record<string, string | SecretRef> {
    const { taskSeconds, tasksPerPod } = this.spec;
    const bounds = { SANDBOX_TASK_SECONDS: String(taskSeconds), SANDBOX_TASKS_PER_POD: String(tasksPerPod) };
    return { ...this.pods.providedEnv(), ...bounds };
  }

  private render(): void {
    const { runtimeClass, taskSeconds } = this.spec;
    const isolation = { runtimeClassName: runtimeClass, graceSeconds: taskSeconds + STOP_SECONDS };
    this.pods.render({ container: 'sandbox', providedEnv: this.providedEnv(), isolation });
  }

  private findings(): Finding[] {
    const { spec, node, name, cluster, pods } = this;
    const { environment } = cluster;
    const own = [
      ...evaluateRules(SERVER_RULES, { name, replicas: spec.replicas ?? DEFAULT_REPLICAS }, { environment }),
      ...evaluateRules(SANDBOX_RULES, this.view(), { environment }),
    ].map((finding) => place(node.path, finding));
    return [...unusedFindings(this, 'services'), ...own, ...pods.startFindings(this.providedEnv()), ...pods.wiringFindings()];
  }

  private view(): SandboxView {
    const { name, workload, cluster, spec } = this;
    const services = (spec.services ?? []).map((service) => ({ kind: service.kind, env: service.clientEnv(workload) }));
    return { name, runtimeClass: spec.runtimeClass, port: spec.port, nodePools: cluster.nodePools, services };
  }
}

/** Those of its RuntimeClass, where node pools say it. */
function nodesOf({ cluster, runtimeClass }: ToolSandboxSpec): NodeChoice | undefined {
  const nodePools = sandboxNodes(cluster.nodePools, runtimeClass);
  return nodePools.length === 0 ? undefined : cpuNodesOf(nodePools, false);
}

checkMethods(ToolSandbox, { admit: CLIENT_ARGUMENT });
