import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { sandboxPlacement } from '../platform/placement';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import { allowNames, connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import type { IService, ServiceEntry } from '../security/service';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { workloadNameFindings } from '../security/workload-name';
import { mcpEntry, type ServiceAddress, urlOf, variablePrefix } from '../services/service-env';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { renderCpuPods } from './cpu-pods';
import { openNetwork, outsideEnv } from './cpu-pods-network';
import { wiredWays } from './data-ways';
import { servicePartsFindings } from './parts-findings';
import { podsResidencyFindings } from './residency';
import { SANDBOX_RULES, SERVER_RULES } from './rules';
import { DEFAULT_REPLICAS } from './runtime-load';
import { type SandboxView, sandboxNodes } from './sandbox-view';
import { startedFindings } from './started-findings';
import { type ToolSandboxProps, type ToolSandboxSpec, toolSandboxSchema } from './tool-sandbox-props';
import { wired, wiredEnv, wiredVolumes } from './wiring';
import { wiringFindings } from './wiring-findings';

/** Beyond the time of a task, for what the server does when it is stopped. */
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

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: ToolSandboxProps) {
    super(scope, constructId(scope, id, 'ToolSandbox'));
    this.spec = parseProps(toolSandboxSchema, props, { path: this.node.path, className: 'ToolSandbox' });
    this.stack = stackOf(scope, id, 'ToolSandbox');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    const { name, namespace, port } = this.spec;
    this.workload = settleWorkload(this, { stack: this.stack, cluster: this.cluster, component: 'tool-sandbox', name, namespace });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.port = port;
    this.render();
    this.openNetwork();
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings() });
  }

  /** Where it takes code, as clients in the cluster write it. */
  get url(): string {
    return urlOf(this.address());
  }

  /** Its entry in `MCP_SERVERS`; undefined unless it is an MCP server. */
  get listed(): ServiceEntry | undefined {
    return mcpEntry(this.address());
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const prefix = `SANDBOX_${variablePrefix(this.name)}`;
    return { [`${prefix}_URL`]: this.url, [`${prefix}_TASK_SECONDS`]: String(this.spec.taskSeconds) };
  }

  /** What it calls may get what it is given. */
  dataPlace(): DataPlace {
    const { cluster, spec, node } = this;
    return { ...clusterPlace('sandbox', node.path, cluster), onward: () => wiredWays(node.path, cluster, spec) };
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
    const { services = [] } = this.spec;
    this.workload.namespace.keepFromNames('tool-sandbox');
    openNetwork(this.workload, { services }, this.port);
    if (services.length > 0) allowNames(this.workload);
  }

  private providedEnv(): Record<string, string | SecretRef> {
    const { services = [], taskSeconds, tasksPerPod } = this.spec;
    const bounds = { SANDBOX_TASK_SECONDS: String(taskSeconds), SANDBOX_TASKS_PER_POD: String(tasksPerPod) };
    return { ...outsideEnv({}, services, this.workload), ...wiredEnv(services, this.workload), ...bounds };
  }

  private render(): void {
    const { name, workload, spec, cluster, stack } = this;
    const { runtimeClass, taskSeconds } = spec;
    const placement = sandboxPlacement(sandboxNodes(cluster.nodePools, runtimeClass));
    renderCpuPods({
      scope: this,
      name,
      component: 'tool-sandbox',
      container: 'sandbox',
      partOf: stack.node.id,
      workload,
      spec,
      images: new PodImages(cluster, workload, spec.imagePullSecrets),
      wiredVolumes: wiredVolumes(spec.services),
      providedEnv: this.providedEnv(),
      isolation: { runtimeClassName: runtimeClass, placement, graceSeconds: taskSeconds + STOP_SECONDS },
    });
  }

  private findings(): Finding[] {
    const { spec, workload, node, name, cluster } = this;
    const { environment } = cluster;
    const services = wired(spec.services);
    const isGiven = spec.name !== undefined;
    const own = [
      ...workloadNameFindings(name, { becomes: 'a Deployment and a Service', example: "new ToolSandbox(stack, 'python', …)", isGiven }),
      ...evaluateRules(SERVER_RULES, { name, replicas: spec.replicas ?? DEFAULT_REPLICAS }, { environment }),
      ...evaluateRules(SANDBOX_RULES, this.view(), { environment }),
      ...wiringFindings({ services, client: workload, others: {}, environment }),
      ...podsResidencyFindings(this, 'sandbox', () => wiredWays(node.path, cluster, spec)),
    ].map((finding) => place(node.path, finding));
    const { image, env, args, runAsUser } = spec;
    const started = startedFindings({ path: node.path, workload, image, env, args, runAsUser, provided: this.providedEnv() });
    return [...own, ...started, ...servicePartsFindings('sandbox', this, services)];
  }

  private view(): SandboxView {
    const { name, workload, cluster, spec } = this;
    const services = (spec.services ?? []).map((service) => ({ kind: service.kind, env: service.clientEnv(workload) }));
    return { name, runtimeClass: spec.runtimeClass, nodePools: cluster.nodePools, services };
  }
}

checkMethods(ToolSandbox, { admit: CLIENT_ARGUMENT });
