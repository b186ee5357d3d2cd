/** Four replicas on loopback, a name server that knows them, and the session proxy of the synthesized fleet in front of them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { ADMIN_PORT, PROXY_PORT, STATUS_PORT } from '../../lib/routing/affinity/envoy-config';
import { CONFIG_FILE } from '../../lib/routing/affinity/proxy-pod';
import type { KubeObject } from '../cluster/kube-object';
import { freePorts } from '../machine/free-ports';
import { loopback } from '../machine/loopback';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { FakeReplica } from './fake-replica';
import { NameServer } from './name-server';

export const REPLICAS = loopback(11, 4);
export const ENGINE_PORT = 8000;

/** What answers at the port of the engine. */
export interface Replica {
  readonly address: string;
  stop(): void;
}

/** @returns replicas that say who they are */
export const fakeReplicas = (): Promise<Replica[]> => Promise.all(REPLICAS.map((address) => FakeReplica.start(address, ENGINE_PORT)));

export class Stage {
  /** @param envoy the program; @param replicas those of the pool */
  static async open(
    envoy: string,
    objects: readonly KubeObject[],
    replicas: readonly Replica[],
    { processes, folder }: { readonly processes: Processes; readonly folder: string },
  ): Promise<Stage> {
    const [dns, proxy, admin, status, router] = await freePorts(5);
    const names = await NameServer.start(
      dns,
      replicas.map(({ address }) => address),
    );
    const stage = new Stage(
      names,
      new Map(replicas.map((replica) => [replica.address, replica])),
      { proxy, admin, status, router },
      objects,
    );
    fs.mkdirSync(folder, { recursive: true });
    const file = path.join(folder, CONFIG_FILE);
    fs.writeFileSync(file, stage.proxyConfig(dns));
    processes.start('envoy', envoy, [
      '--config-path',
      file,
      '--concurrency',
      '2',
      '--log-level',
      'warning',
      '--disable-hot-restart',
      '--drain-time-s',
      '10',
      '--drain-strategy',
      'immediate',
    ]);
    await waitFor('the proxy', async () => ((await isReady(status)) ? true : undefined), { seconds: 30 });
    return stage;
  }

  private constructor(
    readonly names: NameServer,
    private readonly replicas: Map<string, Replica>,
    readonly ports: { readonly proxy: number; readonly admin: number; readonly status: number; readonly router: number },
    readonly objects: readonly KubeObject[],
  ) {}

  /** The proxy's address of the pool. */
  get url(): string {
    return `http://127.0.0.1:${this.ports.proxy}${new URL(this.poolUrl()).pathname}`;
  }

  /** Ends a replica without telling the name server. */
  kill(address: string): void {
    this.replicas.get(address)?.stop();
  }

  stop(): void {
    this.names.stop();
    for (const replica of this.replicas.values()) replica.stop();
  }

  /** A file of a ConfigMap of the fleet. */
  configFile(name: string): string {
    const found = this.objects.find(
      (object) => object.kind === 'ConfigMap' && (object['data'] as Record<string, string> | undefined)?.[name] !== undefined,
    );
    const text = (found?.['data'] as Record<string, string> | undefined)?.[name];
    if (text === undefined) throw new Error(`no ConfigMap holds ${name}`);
    return text;
  }

  /** As LiteLLM is told to find the pool. */
  poolUrl(): string {
    const { model_list } = parse(this.configFile('config.yaml')) as { model_list: { litellm_params: { api_base: string } }[] };
    return model_list[0]?.litellm_params.api_base ?? '';
  }

  /** As emitted, but for ports that are free here and the name server. */
  private proxyConfig(dns: number): string {
    const { proxy, admin, status } = this.ports;
    const ports = new Map([
      [PROXY_PORT, proxy],
      [ADMIN_PORT, admin],
      [STATUS_PORT, status],
    ]);
    const text = this.configFile(CONFIG_FILE).replaceAll(
      /port_value: (\d+)/g,
      (_all, port: string) => `port_value: ${ports.get(Number(port)) ?? port}`,
    );
    const resolver = {
      name: 'envoy.network.dns_resolver.cares',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig',
        resolvers: [{ socket_address: { address: '127.0.0.1', port_value: dns } }],
      },
    };
    return stringify({ ...(parse(text) as object), typed_dns_resolver_config: resolver });
  }
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
