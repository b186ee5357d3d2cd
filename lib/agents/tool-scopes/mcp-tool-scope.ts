import { Construct } from 'constructs';
import type { Finding } from '../../core/finding';
import { checkMethods } from '../../core/method-arguments';
import type { SecretRef } from '../../core/secret-ref';
import type { Cluster } from '../../platform/cluster';
import { connect } from '../../security/network-edges';
import type { DataPlace } from '../../security/residency/data-place';
import type { IService, ServiceEntry } from '../../security/service';
import { markUsed, unusedFindings } from '../../security/used-service';
import type { IReachable, Workload } from '../../security/workload';
import { CLIENT_ARGUMENT } from '../../security/workload-argument';
import { MCP_SERVERS, urlOf, variablePrefix } from '../../services/service-env';
import type { Startable } from '../../terraform/startable';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { McpToolScopeSpec } from './tool-scope-props';

/** The server of a scope. */
interface ScopedServer extends IReachable {
  readonly cluster: Cluster;
  readonly name: string;
  readonly spec: { readonly path: string };
  readonly resources: readonly Startable[];
  dataPlace(): DataPlace;
}

/**
 * An MCP server as some of its clients may use it: `server.scope('readers')`. Those who are wired to the scope reach its port and no other, and there calls of
 * tools that are not in `allowedTools` are refused before they reach the server.
 */
export class McpToolScope extends Construct implements IService, IReachable {
  readonly kind = 'mcp-server';
  readonly cluster: Cluster;
  readonly host: string;
  readonly port: number;
  readonly workload: Workload;
  /** Tools that its clients may call. */
  readonly allowedTools: readonly string[];

  constructor(
    private readonly server: ScopedServer & Construct,
    /** Its key in `toolScopes` of the server. */
    readonly name: string,
    spec: McpToolScopeSpec,
  ) {
    super(server, `scope-${name}`);
    this.cluster = server.cluster;
    this.host = server.host;
    this.port = spec.port;
    this.workload = server.workload;
    this.allowedTools = [...new Set(spec.allowedTools)].sort();
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings(), cluster: this.cluster });
  }

  /** Its URL, as clients in the cluster write it. */
  get url(): string {
    const { host, port, server } = this;
    return urlOf({ name: server.name, scheme: 'http', host, port, path: server.spec.path });
  }

  get listed(): ServiceEntry {
    return { variable: MCP_SERVERS, name: this.server.name, value: this.url };
  }

  /** What its clients wait for. */
  get resources(): readonly Startable[] {
    return this.server.resources;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const prefix = `MCP_${variablePrefix(this.server.name)}`;
    return { [`${prefix}_URL`]: this.url, [`${prefix}_TOOLS`]: JSON.stringify(this.allowedTools) };
  }

  dataPlace(): DataPlace {
    return this.server.dataPlace();
  }

  admit(client: Workload): void {
    connect(client, this);
    markUsed(this.server);
  }

  private findings(): Finding[] {
    return unusedFindings(this, 'services');
  }
}

checkMethods(McpToolScope, { admit: CLIENT_ARGUMENT });
