/**
 * What KubeRay reaches in its clusters, as an HTTP proxy: the dashboard of each head, which takes the application and says how it is, and the proxies of
 * the workers. The operator uses the addresses that it makes itself; only its proxy is ours.
 */
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord, listAt } from '../cluster/kube-object';

const DASHBOARD = '8265';
const APPLICATIONS = '/api/serve/applications/';
const SERVE = '8000';
const HEALTH = '/-/healthz';

export class RayNetwork {
  static async start(): Promise<RayNetwork> {
    const network = new RayNetwork();
    await new Promise<void>((resolve) => network.server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  /** Applications by the head that was told them. */
  readonly told = new Map<string, readonly Record<string, unknown>[]>();
  /** Whatever else was asked for: nobody has opened the network for it. */
  readonly strange = new Set<string>();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://unknown');
    const isDashboard = url.port === DASHBOARD && url.pathname === APPLICATIONS;
    if (isDashboard && request.method === 'PUT') {
      this.told.set(url.hostname, applicationsOf(await textOf(request)));
      response.writeHead(200).end();
    } else if (isDashboard) response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(this.details(url.hostname)));
    else if (url.port === SERVE && url.pathname === HEALTH) response.writeHead(200).end('success');
    else {
      this.strange.add(`${request.method} ${url.host}${url.pathname}`);
      response.writeHead(502).end();
    }
  }

  /** Whatever a head was told runs at once. */
  private details(head: string) {
    const applications = (this.told.get(head) ?? []).map(({ name }) => [
      String(name),
      { name, status: 'RUNNING', deployments: { LLMServer: { name: 'LLMServer', status: 'HEALTHY' } } },
    ]);
    return { deploy_mode: 'MULTI_APP', applications: Object.fromEntries(applications) };
  }
}

const applicationsOf = (text: string): readonly Record<string, unknown>[] => listAt(JSON.parse(text), 'applications').filter(isRecord);

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
