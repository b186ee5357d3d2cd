/** An engine of one stage, as its proxy sees it: it computes a prompt and says where its keys and values lie, or it writes an answer from there. */
import * as http from 'node:http';

export type Body = Readonly<Record<string, unknown>>;

/** As the connector of the engine answers a prompt (nixl/pull_scheduler.py, request_finished). */
const transferOf = (address: string) => ({
  do_remote_prefill: true,
  do_remote_decode: false,
  remote_block_ids: [[1, 2, 3]],
  remote_engine_id: `engine-${address}`,
  remote_request_id: 'cmpl-1',
  remote_host: address,
  remote_port: 5_600,
  tp_size: 2,
});

const WORDS = 5;
const BETWEEN_WORDS_MILLISECONDS = 120;

export class FakeEngine {
  static async start(stage: 'prefill' | 'decode', address: string, port: number): Promise<FakeEngine> {
    const engine = new FakeEngine(stage, address);
    await new Promise<void>((resolve, reject) => {
      engine.server.once('error', reject);
      engine.server.listen(port, address, resolve);
    });
    return engine;
  }

  /** What it was asked for. */
  readonly asked: Body[] = [];
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  private constructor(
    readonly stage: 'prefill' | 'decode',
    readonly address: string,
  ) {}

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (request.method === 'GET') return void response.end('{}');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
      this.asked.push(body);
      if (body['stream'] === true) this.stream(response);
      else this.whole(response);
    });
  }

  private whole(response: http.ServerResponse): void {
    const message = { role: 'assistant', content: this.address };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        id: 'c',
        object: 'chat.completion',
        created: 1,
        model: 'm',
        choices: [{ index: 0, finish_reason: this.stage === 'prefill' ? 'length' : 'stop', message }],
        usage: { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 },
        ...(this.stage === 'prefill' ? { kv_transfer_params: transferOf(this.address) } : {}),
      }),
    );
  }

  private stream(response: http.ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let word = 0;
    const timer = setInterval(() => {
      const choices = [{ index: 0, delta: { content: `${word} ` } }];
      response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`);
      if (++word < WORDS) return;
      clearInterval(timer);
      response.end('data: [DONE]\n\n');
    }, BETWEEN_WORDS_MILLISECONDS);
  }
}
