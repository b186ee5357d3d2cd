/** All pools of all routers on one port: each has a path of its own and knows the models that its pods serve. Providers are asked in their own dialect. */
import * as http from 'node:http';

/** Answers 200 while a pool is there. */
export const HEALTH = 'health';

export class FakePools {
  static async start(port: number): Promise<FakePools> {
    const pools = new FakePools(port);
    await new Promise<void>((resolve) => pools.server.listen(port, '127.0.0.1', resolve));
    return pools;
  }

  /** Ids of those that answer with errors. */
  readonly down = new Set<string>();
  /** Ids of those that answered, in their order. */
  readonly answered: string[] = [];
  /** Names of the models of each; null where any is served. */
  private readonly served = new Map<string, readonly string[] | null>();
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  private constructor(private readonly port: number) {}

  /** @returns its address */
  add(id: string, served: readonly string[] | null): string {
    this.served.set(id, served);
    return this.addressOf(id);
  }

  addressOf(id: string): string {
    return `http://127.0.0.1:${this.port}/${id}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const [, id = '', ...rest] = (request.url ?? '').split('/');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (rest.join('/') === HEALTH) return void response.writeHead(this.down.has(id) ? 503 : 200).end();
      // LiteLLM asks once what the server serves.
      if (request.method === 'GET') return void response.end('{"object":"list","data":[]}');
      const problem = this.problem(id, rest.join('/'), Buffer.concat(chunks).toString());
      if (problem !== undefined)
        return void response.writeHead(problem.status).end(JSON.stringify({ error: { message: problem.message } }));
      this.answered.push(id);
      response.end(JSON.stringify(answerTo(rest.join('/'))));
    });
  }

  private problem(id: string, path: string, body: string): { readonly status: number; readonly message: string } | undefined {
    if (this.down.has(id)) return { status: 500, message: 'out of memory' };
    const served = this.served.get(id);
    if (served === undefined || served === null) return undefined;
    const { model = '' } = JSON.parse(body) as { model?: string };
    if (!path.startsWith('v1/')) return { status: 404, message: `${path} is no path of an engine` };
    return served.includes(model) ? undefined : { status: 404, message: `${id} serves ${served.join(', ')} and not ${model}` };
  }
}

const USAGE = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
const MESSAGE = { role: 'assistant', content: 'done' };

/** By the part of the path that tells the dialects apart. */
const DIALECTS: readonly (readonly [path: string, answer: object])[] = [
  ['embeddings', { object: 'list', model: 'm', data: [{ object: 'embedding', index: 0, embedding: [0] }], usage: USAGE }],
  ['rerank', { id: 'r', results: [{ index: 0, relevance_score: 1, document: { text: 'a' } }], usage: { total_tokens: 1 } }],
  [
    'messages',
    {
      ...{ id: 'm', type: 'message', role: 'assistant', model: 'm', stop_reason: 'end_turn' },
      content: [{ type: 'text', text: 'done' }],
      usage: { input_tokens: 10, output_tokens: 10 },
    },
  ],
  [
    'api/chat',
    {
      model: 'm',
      created_at: '2026-11-30T00:00:00Z',
      message: MESSAGE,
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 1,
      eval_count: 1,
    },
  ],
  [
    'completions',
    {
      ...{ id: 'c', object: 'chat.completion', created: 1, model: 'm', usage: USAGE },
      choices: [{ index: 0, finish_reason: 'stop', message: MESSAGE }],
    },
  ],
];

const answerTo = (path: string): object => DIALECTS.find(([part]) => path.includes(part))?.[1] ?? {};
