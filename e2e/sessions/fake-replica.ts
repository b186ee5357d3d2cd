/** A replica that answers which one it is: at once, or a word at a time. */
import * as http from 'node:http';

export const WORDS = 5;
export const WORD_MILLISECONDS = 150;

export class FakeReplica {
  static async start(address: string, port: number): Promise<FakeReplica> {
    const replica = new FakeReplica(address);
    await new Promise<void>((resolve, reject) => {
      replica.server.once('error', reject);
      replica.server.listen(port, address, resolve);
    });
    return replica;
  }

  private readonly server = http.createServer((request, response) => this.answer(request, response));

  private constructor(readonly address: string) {}

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (request.url === '/health') return void response.end();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const streamed = Buffer.concat(chunks).toString().includes('"stream":true');
      if (streamed) this.stream(response);
      else this.whole(response);
    });
  }

  private whole(response: http.ServerResponse): void {
    const message = { role: 'assistant', content: this.address };
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        id: 'c',
        object: 'chat.completion',
        created: 1,
        model: 'm',
        choices: [{ index: 0, finish_reason: 'stop', message }],
        usage,
      }),
    );
  }

  private stream(response: http.ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let word = 0;
    const timer = setInterval(() => {
      response.write(`data: ${JSON.stringify({ word, replica: this.address })}\n\n`);
      if (++word < WORDS) return;
      clearInterval(timer);
      response.end('data: [DONE]\n\n');
    }, WORD_MILLISECONDS);
  }
}
