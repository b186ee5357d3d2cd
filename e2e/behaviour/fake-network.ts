/**
 * The network of the fake cluster, as an HTTP proxy: pods answer as engines with a queue, and the address of Prometheus leads to
 * the real one. Programs use the addresses that the fleet gives them; only their proxy is ours.
 */
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Port of the engine in its pod. */
const ENGINE_PORT = '8000';

export class FakeNetwork {
  static async start(prometheusPort: number): Promise<FakeNetwork> {
    const network = new FakeNetwork(prometheusPort);
    await new Promise<void>((resolve) => network.server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  /** First tokens come after 3 to 4 seconds, and not at once. */
  late = false;
  /** Requests that wait in front of the whole pool; replicas share them. */
  waiting = 0;
  /** Engines that were scraped, with host, port and path, and when. */
  readonly scraped = new Map<string, number>();
  /** First tokens so far, and those of them that were soon. */
  private readonly firstTokens = { all: 0, soon: 0, at: Date.now() };
  private readonly server: http.Server;

  private constructor(private readonly prometheusPort: number) {
    this.server = http.createServer((request, response) => this.answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://unknown');
    if (url.hostname.startsWith('prometheus-operated.')) {
      this.forward(url, request, response);
      return;
    }
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(url.hostname)) {
      response.writeHead(502).end(`no host ${url.hostname}`);
      return;
    }
    const isEngine = url.port === ENGINE_PORT;
    if (isEngine) this.scraped.set(url.host + url.pathname, Date.now());
    response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4' }).end(isEngine ? this.engineMetrics() : '');
  }

  private forward(url: URL, request: http.IncomingMessage, response: http.ServerResponse): void {
    const target = {
      host: '127.0.0.1',
      port: this.prometheusPort,
      path: url.pathname + url.search,
      method: request.method,
      headers: request.headers,
    };
    const upstream = http.request(target, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.once('error', (error) => response.writeHead(502).end(error.message));
    request.pipe(upstream);
  }

  /** Ten a second. */
  private firstTokenMetrics(): string[] {
    const tokens = this.firstTokens;
    const [now, more] = [Date.now(), (Date.now() - tokens.at) / 100];
    Object.assign(tokens, { at: now, all: tokens.all + more, soon: tokens.soon + (this.late ? 0 : more) });
    const counts = { '0.5': tokens.soon, '2.5': tokens.soon, '5.0': tokens.all, '+Inf': tokens.all };
    const buckets = Object.entries(counts).map(
      ([le, count]) => `vllm:time_to_first_token_seconds_bucket{engine="0",model_name="llama-3.1-8b-instruct",le="${le}"} ${count}`,
    );
    return ['# TYPE vllm:time_to_first_token_seconds histogram', ...buckets];
  }

  /** Metrics of one vLLM engine, in the words of vLLM. */
  private engineMetrics(): string {
    const replicas = Math.max(1, [...this.scraped.values()].filter((at) => at > Date.now() - 20_000).length);
    const share = Math.ceil(this.waiting / replicas);
    const labels = '{engine="0",model_name="llama-3.1-8b-instruct"}';
    return [
      '# TYPE vllm:num_requests_waiting gauge',
      `vllm:num_requests_waiting${labels} ${share}`,
      '# TYPE vllm:num_requests_running gauge',
      `vllm:num_requests_running${labels} ${share > 0 ? 8 : 0}`,
      '# TYPE vllm:kv_cache_usage_perc gauge',
      `vllm:kv_cache_usage_perc${labels} 0.4`,
      ...this.firstTokenMetrics(),
      '',
    ].join('\n');
  }
}
