/** What an engine writes about a request of a trace: a span below the one that `traceparent` names, with the attributes of vLLM and a prompt that must not leave. */
import * as crypto from 'node:crypto';

export const ENGINE_SERVICE = 'model';

interface Answered {
  readonly traceparent: string;
  readonly alias: string;
  readonly prompt: string;
}

export function engineSpan({ traceparent, alias, prompt }: Answered): string {
  const [, traceId = '', parentSpanId = ''] = traceparent.split('-');
  const now = `${Date.now()}000000`;
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const span = {
    traceId,
    parentSpanId,
    spanId: crypto.randomBytes(8).toString('hex'),
    name: 'llm_request',
    kind: 2,
    startTimeUnixNano: now,
    endTimeUnixNano: now,
    attributes: [text('gen_ai.response.model', alias), text('gen_ai.input.messages', prompt)],
  };
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: [text('service.name', ENGINE_SERVICE)] }, scopeSpans: [{ spans: [span] }] }],
  });
}
