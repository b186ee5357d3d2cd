/** A server that keeps comments as the APIs of GitHub and GitLab do, and remembers what it was asked. */
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
}

interface Stored {
  readonly id: number;
  body: string | null;
  /** Somebody else wrote it. */
  readonly isForeign?: true;
}

export class CommentServer {
  readonly comments: Stored[] = [];
  readonly asked: Asked[] = [];
  /** Answers every request with this status. */
  refusesWith: number | undefined;
  /** Sends every request to another place. */
  redirectsTo: string | undefined;
  url = '';
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()));
  }

  clear(...bodies: readonly (string | null)[]): void {
    this.comments.splice(0, this.comments.length, ...bodies.map((body, index) => ({ id: index + 1, body })));
    this.asked.splice(0);
    this.refusesWith = undefined;
    this.redirectsTo = undefined;
  }

  get writes(): string[] {
    return this.asked.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const { method = '' } = request;
    this.asked.push({ method, path: pathname, headers: request.headers });
    const sent = await textOf(request);
    if (this.redirectsTo !== undefined) return void response.writeHead(307, { location: this.redirectsTo }).end();
    if (this.refusesWith !== undefined) return void response.writeHead(this.refusesWith).end('{}');
    const [status, answer] = this.kept(method, pathname, searchParams, sent);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  private kept(method: string, path: string, query: URLSearchParams, sent: string): readonly [number, unknown] {
    if (method === 'GET') {
      const [size, page] = [Number(query.get('per_page')), Number(query.get('page'))];
      return [200, this.comments.slice((page - 1) * size, page * size).map(({ id, body }) => ({ id, body, user: { login: 'bot' } }))];
    }
    const { body } = JSON.parse(sent) as { body: string };
    if (method === 'POST') {
      this.comments.push({ id: this.comments.length + 1, body });
      return [201, { id: this.comments.length }];
    }
    const comment = this.comments.find(({ id }) => String(id) === path.split('/').at(-1));
    if (comment === undefined) return [404, {}];
    if (comment.isForeign) return [403, {}];
    comment.body = body;
    return [200, { id: comment.id }];
  }
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
