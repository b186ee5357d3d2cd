import { Construct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { checkMethods, textRule } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { PodImages } from '../platform/pod-images';
import { objectLabels } from '../security/labels';
import { connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import type { IService, ServiceEntry } from '../security/service';
import { unusedFindings } from '../security/used-service';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { MCP_SERVERS, urlOf, variablePrefix } from '../services/service-env';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { BesideContainer } from './cpu-pods';
import { type McpServerProps, type McpServerSpec, mcpServerSchema } from './mcp-server-props';
import { SERVER_RULES } from './rules';
import { DEFAULT_REPLICAS } from './runtime-load';
import { McpToolScope } from './tool-scopes/mcp-tool-scope';
import { toolGate } from './tool-scopes/tool-gate';
import { unknownScope } from './tool-scopes/unknown-scope';
import { WiredPods, type WiredPodsKind } from './wired-pods';

const KIND: WiredPodsKind = {
  className: 'McpServer',
  component: 'mcp-server',
  kind: 'MCP server',
  becomes: 'a Deployment and a Service',
  example: "new McpServer(stack, 'search', …)",
};

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
  private readonly pods: WiredPods;
  private readonly scopes: ReadonlyMap<string, McpToolScope>;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: McpServerProps) {
    super(scope, constructId(scope, id, 'McpServer'));
    this.spec = parseProps(mcpServerSchema, props, { path: this.node.path, className: 'McpServer' });
    this.pods = new WiredPods(this, this.spec, KIND);
    this.cluster = this.spec.cluster;
    this.stack = this.pods.stack;
    this.name = this.pods.name;
    this.workload = this.pods.workload;
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.port = this.spec.port;
    this.pods.render({ container: 'server', sticky: this.spec.keepsSessions, beside: this.gate() });
    this.pods.openNetwork();
    const { toolScopes } = this.spec;
    this.scopes = new Map(Object.entries(toolScopes).map(([name, scope]) => [name, new McpToolScope(this, name, scope)]));
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings(), cluster: this.cluster });
  }

  /** Its URL, as clients in the cluster write it. */
  get url(): string {
    return urlOf({ name: this.name, scheme: 'http', host: this.host, port: this.port, path: this.spec.path });
  }

  /**
   * The server as the clients of a scope may use it, for their `services`.
   * @param name a key of `toolScopes`
   * @throws FleetSpecError when there is no such scope.
   */
  scope(name: string): McpToolScope {
    const found = this.scopes.get(name);
    if (found === undefined) throw unknownScope(this.node.path, name, [...this.scopes.keys()]);
    return found;
  }

  get listed(): ServiceEntry {
    return { variable: MCP_SERVERS, name: this.name, value: this.url };
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
    return { [`MCP_${variablePrefix(this.name)}_URL`]: this.url };
  }

  /** What it calls may get what it is given. */
  dataPlace(): DataPlace {
    return { ...clusterPlace('MCP server', this.node.path, this.cluster), onward: () => this.pods.ways() };
  }

  admit(client: Workload): void {
    connect(client, this);
  }

  /** What stands before the server in its pods, where it has scopes. */
  private gate(): BesideContainer | undefined {
    const { spec, name, cluster, workload, stack } = this;
    const { port, path, toolScopes: scopes, imagePullSecrets } = spec;
    if (Object.keys(scopes).length === 0) return undefined;
    const labels = objectLabels(name, KIND.component, stack.node.id, workload);
    const metadata = { name, namespace: workload.namespace.name, labels };
    return toolGate({ scope: this, port, path, scopes, workload, metadata, images: new PodImages(cluster, workload, imagePullSecrets) });
  }

  private findings(): Finding[] {
    const { spec, name, cluster, node, pods } = this;
    const served = { name, replicas: spec.replicas ?? DEFAULT_REPLICAS };
    const own = evaluateRules(SERVER_RULES, served, { environment: cluster.environment });
    return [
      ...unusedFindings(this, 'services'),
      ...own.map((finding) => place(node.path, finding)),
      ...pods.startFindings(),
      ...pods.wiringFindings(),
    ];
  }
}

checkMethods(McpServer, { admit: CLIENT_ARGUMENT, scope: [textRule('name', "'readers'")] });
