/** An engine that asks the researcher for a tool, answers everybody else, and can hold the answer to one role: the alias is the first part of the path. */
import * as http from 'node:http';
import { engineSpan } from './engine-span';

const FACT = { topic: 'the engine' };

export class AgentsEngine {
  static async start(port: number): Promise<AgentsEngine> {
    const engine = new AgentsEngine();
    await new Promise<void>((resolve) => engine.server.listen(port, '127.0.0.1', resolve));
    return engine;
  }

  /** Aliases in the order in which they were asked. */
  readonly asked: string[] = [];
  /** What was sent for each. */
  readonly bodies: string[] = [];
  /** Alias whose requests get no answer. */
  held: string | null = null;
  /** Where its spans go. */
  spansTo: string | null = null;
  /** Tool that the researcher is told to call. */
  tool = 'find_fact';
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  private constructor() {}

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  count = (alias: string): number => this.asked.filter((one) => one === alias).length;

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (request.method === 'GET') return void response.end('{"object":"list","data":[]}');
    const alias = request.url?.split('/')[1] ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      this.asked.push(alias);
      this.bodies.push(body);
      this.trace(request, alias, body);
      if (alias === this.held) return;
      response.setHeader('content-type', 'application/json');
      if (request.url?.endsWith('/responses') === true) return void response.end(JSON.stringify(responseOf(alias)));
      response.end(JSON.stringify(this.completion(alias, body)));
    });
  }

  /** As vLLM does where a request says to which trace it belongs. */
  private trace({ headers: { traceparent } }: http.IncomingMessage, alias: string, prompt: string): void {
    if (this.spansTo === null || typeof traceparent !== 'string') return;
    const headers = { 'content-type': 'application/json' };
    fetch(this.spansTo, { method: 'POST', headers, body: engineSpan({ traceparent, alias, prompt }) }).catch(() => undefined);
  }

  private completion(alias: string, body: string): object {
    const calls = alias === 'researcher' && body.includes('"tools"') && !body.includes('tool_call_id');
    const call = { id: 'call-1', type: 'function', function: { name: this.tool, arguments: JSON.stringify(FACT) } };
    const message = calls
      ? { role: 'assistant', content: null, tool_calls: [call] }
      : { role: 'assistant', content: `answered by ${alias}` };
    return {
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, finish_reason: calls ? 'tool_calls' : 'stop', message }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    };
  }
}

const responseOf = (alias: string): object => ({
  id: 'r',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'm',
  output: [
    {
      type: 'message',
      id: 'm1',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text: `answered by ${alias}`, annotations: [] }],
    },
  ],
  parallel_tool_calls: true,
  tool_choice: 'auto',
  tools: [],
  usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
});
