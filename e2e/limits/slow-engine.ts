/** An engine that is as slow as the alias asks for, and counts what it is asked at the same time. The alias is the first part of the path. */
import * as http from 'node:http';

/** Milliseconds of a request that is let through. */
export const WORK_MS = 4_000;
/** Words of a stream, and milliseconds between two. */
export const WORDS = 10;
export const WORD_MS = 400;
/** Parts of every other stream, as fast as a busy engine writes them. */
export const PARTS = 200;
const PART_MS = 5;

/** Aliases whose requests take their time. */
const BUSY: ReadonlySet<string> = new Set(['narrow', 'flooded', 'lead', 'worker', 'nightly']);
/** Aliases of models whose provider refuses everything. */
const PROVIDERS: ReadonlySet<string> = new Set(['prudish', 'strict']);
/** As OpenAI refuses a prompt; LiteLLM knows it by these words. */
const REFUSAL = JSON.stringify({
  error: {
    message: 'Invalid prompt: flagged as potentially violating our usage policy.',
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_prompt',
  },
});
const JSON_TYPE = { 'content-type': 'application/json' };

export interface Asked {
  readonly alias: string;
  /** What it carries to engines that serve by priority; undefined where nothing. */
  priority?: unknown;
  /** Milliseconds until the answer had been sent or the router had hung up. */
  ms: number | null;
  hungUp: boolean;
}

export class SlowEngine {
  static async start(port: number): Promise<SlowEngine> {
    const engine = new SlowEngine();
    await new Promise<void>((resolve) => engine.server.listen(port, '127.0.0.1', resolve));
    return engine;
  }

  readonly asked: Asked[] = [];
  /** The alias `failing` answers with errors. */
  isBroken = false;
  /** How providers of the aliases `prudish` and `strict` refuse: an error, or an answer that is kept back. */
  refuses: 'prompts' | 'answers' = 'prompts';
  /** Most requests in flight at once. */
  most = 0;
  private inFlight = 0;
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  private constructor() {}

  of(alias: string): readonly Asked[] {
    return this.asked.filter((one) => one.alias === alias);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    // LiteLLM asks once what the server serves.
    if (request.method === 'GET') return void response.end('{"object":"list","data":[]}');
    const alias = request.url?.split('/')[1] ?? '';
    const chunks: Buffer[] = [];
    const asked: Asked = { alias, ms: null, hungUp: false };
    const start = Date.now();
    this.asked.push(asked);
    this.most = Math.max(this.most, ++this.inFlight);
    response.on('close', () => {
      this.inFlight--;
      asked.ms = Date.now() - start;
      asked.hungUp = !response.writableFinished;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.priority = priorityOf(Buffer.concat(chunks).toString());
      if (alias === 'silent') return;
      if (alias === 'failing' && this.isBroken) return void response.writeHead(500).end('{"error":{"message":"out of memory"}}');
      if (PROVIDERS.has(alias) && this.refuses === 'prompts') return void response.writeHead(400, JSON_TYPE).end(REFUSAL);
      if (/"stream": ?true/.test(Buffer.concat(chunks).toString())) stream(response, alias);
      else setTimeout(() => whole(response, alias), BUSY.has(alias) ? WORK_MS : 0);
    });
  }
}

function priorityOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { readonly priority?: unknown }).priority;
  } catch {
    return undefined;
  }
}

const HEAD = { id: 'c', created: 1, model: 'm' };

/** Says who answered. */
function whole(response: http.ServerResponse, alias: string): void {
  const isKept = PROVIDERS.has(alias);
  const message = { role: 'assistant', content: isKept ? '' : `answered by ${alias}` };
  const choices = [{ index: 0, finish_reason: isKept ? 'content_filter' : 'stop', message }];
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ...HEAD, object: 'chat.completion', choices, usage }));
}

function stream(response: http.ServerResponse, alias: string): void {
  const [words, pause] = alias === 'streaming' ? [WORDS, WORD_MS] : [PARTS, PART_MS];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let word = 0;
  const timer = setInterval(() => {
    const choices = [{ index: 0, delta: { role: 'assistant', content: `word${word}` }, finish_reason: null }];
    response.write(`data: ${JSON.stringify({ ...HEAD, object: 'chat.completion.chunk', choices })}\n\n`);
    if (++word < words) return;
    clearInterval(timer);
    response.end('data: [DONE]\n\n');
  }, pause);
  response.on('close', () => clearInterval(timer));
}
