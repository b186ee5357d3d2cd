/** Asks as an agent does: one connection, a header that names the session. */
import * as http from 'node:http';

export interface Answer {
  readonly status: number;
  /** Address of the replica that answered. */
  readonly replica: string;
  readonly milliseconds: number;
}

export class SessionClient {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** One turn of a session; without a name, of none. */
  async turn(session: string | undefined): Promise<Answer> {
    const start = performance.now();
    const { status, body } = await this.post(session, { model: 'worker', messages: [{ role: 'user', content: 'go on' }] });
    const milliseconds = performance.now() - start;
    return { status, milliseconds, replica: status === 200 ? ((JSON.parse(body) as Completion).choices[0]?.message.content ?? '') : body };
  }

  /** Milliseconds until the first word and until the last. */
  async stream(session: string): Promise<{ readonly first: number; readonly last: number }> {
    const start = performance.now();
    let first: number | undefined;
    await this.post(session, { model: 'worker', stream: true, messages: [] }, () => {
      first ??= performance.now() - start;
    });
    return { first: first ?? Number.POSITIVE_INFINITY, last: performance.now() - start };
  }

  close(): void {
    this.agent.destroy();
  }

  private post(session: string | undefined, body: object, onChunk: () => void = () => {}): Promise<{ status: number; body: string }> {
    const text = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(session === undefined ? {} : { 'x-session-id': session }),
      ...this.headers,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(`${this.url}/chat/completions`, { method: 'POST', agent: this.agent, headers }, (response) => {
        let answer = '';
        response.on('data', (chunk: Buffer) => {
          answer += chunk.toString();
          onChunk();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: answer }));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.setNoDelay(true);
      request.end(text);
    });
  }
}

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}
