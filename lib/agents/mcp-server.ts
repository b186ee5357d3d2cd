import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import { connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import type { IService, ServiceEntry } from '../security/service';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { workloadNameFindings } from '../security/workload-name';
import { MCP_SERVERS, urlOf, variablePrefix } from '../services/service-env';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { renderCpuPods } from './cpu-pods';
import { openNetwork, outsideEnv } from './cpu-pods-network';
import { wiredWays } from './data-ways';
import { identityFindings } from './identity-findings';
import { type McpServerProps, type McpServerSpec, mcpServerSchema } from './mcp-server-props';
import { servicePartsFindings } from './parts-findings';
import { podsResidencyFindings } from './residency';
import { SERVER_RULES } from './rules';
import { DEFAULT_REPLICAS } from './runtime-load';
import { startedFindings } from './started-findings';
import { wired, wiredEnv, wiredVolumes } from './wiring';
import { wiringFindings } from './wiring-findings';

/**
 * An MCP server on CPU nodes: pods of your image that only the runtimes which list it in their `services` reach, and that reach nothing but what stands
 * in its own `services`. Agents find its URL in `MCP_SERVERS`, under its name, and in `MCP_<NAME>_URL`.
 *
 * @example
 * const search = new McpServer(stack, 'search', { cluster, image: 'registry.example.com/search-mcp:1.2.0', port: 8000, services: [vectors] });
 */
export class McpServer extends Construct implements IService, IReachable {
  readonly kind = 'mcp-server';
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the Deployment and the Service. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly workload: Workload;
  /** What the user asked for, with defaults. */
  readonly spec: McpServerSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: McpServerProps) {
    super(scope, constructId(scope, id, 'McpServer'));
    this.spec = parseProps(mcpServerSchema, props, { path: this.node.path, className: 'McpServer' });
    this.stack = stackOf(scope, id, 'McpServer');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    const { name, namespace, port } = this.spec;
    this.workload = settleWorkload(this, { stack: this.stack, cluster: this.cluster, component: 'mcp-server', name, namespace });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.port = port;
    this.render();
    openNetwork(this.workload, this.spec, this.port);
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings() });
  }

  /** Its URL, as clients in the cluster write it. */
  get url(): string {
    return urlOf({ name: this.name, scheme: 'http', host: this.host, port: this.port, path: this.spec.path });
  }

  get listed(): ServiceEntry {
    return { variable: MCP_SERVERS, name: this.name, value: this.url };
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return { [`MCP_${variablePrefix(this.name)}_URL`]: this.url };
  }

  /** What it calls may get what it is given. */
  dataPlace(): DataPlace {
    const { cluster, spec, node } = this;
    return { ...clusterPlace('MCP server', node.path, cluster), onward: () => wiredWays(node.path, cluster, spec) };
  }

  admit(client: Workload): void {
    connect(client, this);
  }

  private providedEnv(): Record<string, string | SecretRef> {
    const services = this.spec.services ?? [];
    return { ...outsideEnv(this.spec, services, this.workload), ...wiredEnv(services, this.workload) };
  }

  private render(): void {
    const { name, workload, spec, cluster } = this;
    const images = new PodImages(cluster, workload, spec.imagePullSecrets);
    const what = { component: 'mcp-server', container: 'server', sticky: spec.keepsSessions } as const;
    renderCpuPods({
      scope: this,
      name,
      ...what,
      partOf: this.stack.node.id,
      workload,
      spec,
      images,
      wiredVolumes: wiredVolumes(spec.services),
      providedEnv: this.providedEnv(),
    });
  }

  private findings(): Finding[] {
    const { spec, workload, node, name, cluster } = this;
    const { environment } = cluster;
    const services = wired(spec.services);
    const isGiven = spec.name !== undefined;
    const own = [
      ...identityFindings(spec),
      ...workloadNameFindings(name, { becomes: 'a Deployment and a Service', example: "new McpServer(stack, 'search', …)", isGiven }),
      ...evaluateRules(SERVER_RULES, { name, replicas: spec.replicas ?? DEFAULT_REPLICAS }, { environment }),
      ...wiringFindings({ services, client: workload, others: {}, environment }),
      ...podsResidencyFindings(this, 'MCP server', () => wiredWays(node.path, cluster, spec)),
    ].map((finding) => place(node.path, finding));
    const started = startedFindings({
      path: node.path,
      workload,
      image: spec.image,
      env: spec.env,
      args: spec.args,
      runAsUser: spec.runAsUser,
      provided: this.providedEnv(),
    });
    return [...own, ...started, ...servicePartsFindings('MCP server', this, services)];
  }
}

checkMethods(McpServer, { admit: CLIENT_ARGUMENT });
