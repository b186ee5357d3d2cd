/** What the gate before the tools lets through: asked by a real client, and by one that writes its messages itself. */

import * as path from 'node:path';
import { lastLines, run } from '../machine/command';
import { must } from '../machine/must';
import type { AgentsStage } from './stage';

interface Asked {
  readonly offered: readonly string[];
  readonly told: readonly string[];
  readonly calls: readonly string[];
}

/** With nothing but the environment of the pods of the agents. */
export async function clientRefused(stage: AgentsStage): Promise<string> {
  const python = path.join(stage.programs.python, 'python');
  const env = stage.environmentOf('pair-agents');
  const { code, stdout, stderr } = await run(python, [path.join(__dirname, 'gate_client.py')], { env, timeoutSeconds: 120 });
  must(code === 0, `the client ended with ${code}: ${lastLines(stderr, 4)}`);
  const { offered, told, calls } = JSON.parse(stdout) as Asked;
  must(told.join() === 'find_fact', `the agents are told of ${told.join()}`);
  must(offered.includes('delete_facts'), `the server has ${offered.join()} alone, so that nothing is proven`);
  const [first = '', refused = '', after = ''] = calls;
  must(first === 'the engine has 42 parts', `the allowed tool says ${first}`);
  must(/^refused: .*not allowed/.test(refused), `the other tool says ${refused}`);
  must(after === 'the door has 42 parts', `after the refusal the allowed tool says ${after}`);
  return '2 calls, 1 refusal, over one connection';
}

const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

interface Message {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

/** A session of the server, opened at its address in the pod or at the gate. */
class Session {
  static async open(url: string): Promise<Session> {
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'own', version: '1' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const answer = await fetch(url, { method: 'POST', headers: JSON_TYPE, body });
    const id = answer.headers.get('mcp-session-id');
    if (id === null) throw new Error(`no session: ${await answer.text()}`);
    const session = new Session(url, { ...JSON_TYPE, 'mcp-session-id': id });
    await session.ask({ body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' });
    return session;
  }

  private constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** @returns status and text */
  async ask({ body, headers = {}, method = 'POST' }: Message): Promise<string> {
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(this.url, { method, headers: { ...this.headers, ...headers }, body, signal });
    return `${answer.status} ${await answer.text()}`;
  }
}

const call = (params: string, method = '"tools/call"') => `{"jsonrpc":"2.0","id":7,"method":${method},"params":${params}}`;
const DELETE = '{"name":"delete_facts","arguments":{}}';
const utf16 = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le'));

/** Messages that a server may read as a call of `delete_facts`, or that a gate may read as something else. */
const EVASIONS: Readonly<Record<string, Message>> = {
  'the plain call': { body: call(DELETE) },
  'a call by a text as id': { body: call(DELETE).replace('"id":7', '"id":"seven"') },
  'a call without an id': { body: call(DELETE).replace('"id":7,', '') },
  'an escaped method': { body: call(DELETE, '"tools\\u002fcall"') },
  'a method with an escaped slash': { body: call(DELETE, '"tools\\/call"') },
  'an escaped name': { body: call('{"name":"delete\\u005ffacts"}') },
  'an escaped key': { body: call('{"n\\u0061me":"delete_facts"}') },
  'an escaped key beside the allowed one': { body: call('{"name":"find_fact","n\\u0061me":"delete_facts"}') },
  'a name twice': { body: call('{"name":"find_fact","name":"delete_facts"}') },
  'a name twice, the allowed one last': { body: call('{"name":"delete_facts","name":"find_fact"}') },
  'a name in capitals beside it': { body: call('{"name":"find_fact","Name":"delete_facts"}') },
  'params twice': { body: '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"find_fact"},"params":{"name":"delete_facts"}}' },
  'Params beside params': {
    body: '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"find_fact"},"Params":{"name":"delete_facts"}}',
  },
  'a long s in params': {
    body: '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"find_fact"},"paramſ":{"name":"delete_facts"}}',
  },
  'a method twice': { body: `{"jsonrpc":"2.0","id":7,"method":"tools/list","method":"tools/call","params":${DELETE}}` },
  'the method last': { body: `{"params":${DELETE},"id":7,"jsonrpc":"2.0","method":"tools/call"}` },
  'a method in capitals': { body: call(DELETE, '"Tools/Call"').replace('"method"', '"Method"') },
  'a method of tools that nobody knows': { body: call(DELETE, '"tools/run"') },
  'a list of calls': { body: `[${call(DELETE)}]` },
  'two messages': { body: `{"jsonrpc":"2.0","id":1,"method":"ping"}\n${call(DELETE)}` },
  'blanks around it': { body: ` \r\n\t${call(DELETE)}\n ` },
  'a mark of the byte order': { body: `\uFEFF${call(DELETE)}` },
  'UTF-16': { body: utf16(call(DELETE)) },
  'a comment': { body: `/* ping */${call(DELETE)}` },
  'a name behind a long argument': { body: call(`{"arguments":{"a":"${'x'.repeat(300_000)}"},"name":"delete_facts"}`) },
  'a name behind a megabyte': { body: call(`{"arguments":{"a":"${'x'.repeat(1_200_000)}"},"name":"delete_facts"}`) },
  'a nested allowed name': { body: call('{"arguments":{"name":"find_fact"},"name":"delete_facts"}') },
  'a name that is a list': { body: call('{"name":["delete_facts"]}') },
  'a deep nest before it': { body: call(`{"arguments":${'['.repeat(5_000)}${']'.repeat(5_000)},"name":"delete_facts"}`) },
  'params that are a list': { body: call('["delete_facts",{}]') },
  'a name with a blank': { body: call('{"name":"delete_facts "}') },
  'no content type': { body: call(DELETE), headers: { 'content-type': 'text/plain' } },
  'compressed, as it says': { body: call(DELETE), headers: { 'content-encoding': 'gzip' } },
  'by PUT': { body: call(DELETE), method: 'PUT' },
  'by PATCH, said to be POST': { body: call(DELETE), method: 'PATCH', headers: { 'x-http-method-override': 'POST' } },
};

/** Messages of honest clients that look like the above. */
const HONEST: Readonly<Record<string, string>> = {
  'a topic with every kind of character': call('{"name":"find_fact","arguments":{"topic":"a \\"quote\\" \\\\ {[}] \\u00e9 é 😀"}}'),
  'arguments whose keys decide elsewhere': call(
    '{"arguments":{"topic":"x","name":"delete_facts","Name":"y","method":"z"},"name":"find_fact"}',
  ),
  'a slash that is escaped, as PHP writes it': call('{"name":"find_fact","arguments":{"topic":"x"}}', '"tools\\/call"'),
  'meta data before the name': call('{"_meta":{"progressToken":1},"name":"find_fact","arguments":{"topic":"x"}}'),
  'a list of tools': '{"jsonrpc":"2.0","id":8,"method":"tools/list"}',
  'a ping': '{"jsonrpc":"2.0","id":9,"method":"ping"}',
};

export async function evasionsRefused(stage: AgentsStage): Promise<string> {
  const { tools, gate } = stage.ports;
  const [behind, before] = [await Session.open(`http://127.0.0.1:${tools}/mcp`), await Session.open(`http://127.0.0.1:${gate}/mcp`)];
  must((await behind.ask({ body: call(DELETE) })).includes('deleted'), 'without the gate nothing is deleted, so that nothing is proven');
  for (const [what, message] of Object.entries(EVASIONS)) {
    const answer = await before.ask(message);
    const isRefused = /^4\d\d /.test(answer) || answer.includes('"code":-32602,"message":"this tool is not allowed');
    must(isRefused && !answer.includes('deleted'), `${what} is let through: ${answer.slice(0, 200)}`);
  }
  for (const [what, body] of Object.entries(HONEST)) {
    const answer = await before.ask({ body });
    must(/^200 /.test(answer) && answer.includes('"result"'), `${what} is refused: ${answer.slice(0, 200)}`);
  }
  const elsewhere = await fetch(`http://127.0.0.1:${gate}/mcp/`, { method: 'POST', headers: JSON_TYPE, body: HONEST['a ping'] ?? '' });
  must(elsewhere.status === 404, `another path is served: ${elsewhere.status}`);
  return `${Object.keys(EVASIONS).length} messages refused, ${Object.keys(HONEST).length} let through`;
}
