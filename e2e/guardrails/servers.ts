/** A model that repeats what it is asked, or calls the tool that it is told to, and a guardrail of somebody's own. */
import * as http from 'node:http';

/** What a server of the drill was sent. */
export interface Heard {
  readonly server: http.Server;
  readonly bodies: readonly Record<string, unknown>[];
  readonly headers: readonly http.IncomingHttpHeaders[];
}

type Answer = (body: Record<string, unknown>) => object;

export async function listen(port: number, answer: Answer): Promise<Heard> {
  const bodies: Record<string, unknown>[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString() || '{}') as Record<string, unknown>;
      bodies.push(body);
      headers.push(request.headers);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, bodies, headers };
}

interface Asked {
  readonly messages?: readonly { readonly content?: string }[];
}

/** `call NAME` is answered by a call of the tool NAME, anything else by itself. */
export function model(body: Record<string, unknown>): object {
  const text = (body as Asked).messages?.at(-1)?.content ?? '';
  const [, tool] = /^call (\S+)$/.exec(text) ?? [];
  const message =
    tool === undefined
      ? { role: 'assistant', content: text === 'leak' ? 'write to jane.doe@example.com' : text }
      : { role: 'assistant', content: null, tool_calls: [{ id: 'one', type: 'function', function: { name: tool, arguments: '{}' } }] };
  const choices = [{ index: 0, finish_reason: tool === undefined ? 'stop' : 'tool_calls', message }];
  return {
    id: 'a',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices,
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}

/** Stops what asks for the moon. */
export function guard(body: Record<string, unknown>): object {
  return JSON.stringify(body).includes('the moon') ? { action: 'BLOCKED', blocked_reason: 'no moons' } : { action: 'NONE' };
}
