/** A span of an agent step as OTLP/JSON, with what users wrote in every place that a span has for text. */

/** No part of it may leave the cluster. */
export const PROMPT = 'my passport number is C01X00T47';

const text = (key: string, value = `${key}: ${PROMPT}`) => ({ key, value: { stringValue: value } });

/** Where instrumentations write prompts and answers: OpenTelemetry, OpenInference, OpenLLMetry, LiteLLM, Langfuse, and what nobody has invented yet. */
const WITH_PROMPTS = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.prompt.0.content',
  'gen_ai.completion.0.content',
  'llm.input_messages.0.message.content',
  'input.value',
  'output.value',
  'traceloop.entity.input',
  'langfuse.observation.input',
  'llm.openai.messages',
  'url.full',
  'db.query.text',
  'some.new.instrumentation',
];

/** What leaves. */
export const KEPT: Readonly<Record<string, string>> = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'planner',
  'gen_ai.usage.input_tokens': '1200',
  'error.type': 'timeout',
  'app.tenant': 'acme',
};

const EVENTS = [
  {
    name: 'exception',
    timeUnixNano: '1760000000500000000',
    attributes: [text('exception.type', 'BadRequest'), text('exception.message')],
  },
  { name: 'gen_ai.user.message', timeUnixNano: '1760000000100000000', attributes: [text('content')] },
];

/** A request of one trace to `/v1/traces`. */
export function spanRequest(traceId: string, hasEvents = true): string {
  const span = {
    traceId,
    spanId: traceId.slice(0, 16),
    name: 'chat planner',
    kind: 3,
    startTimeUnixNano: '1760000000000000000',
    endTimeUnixNano: '1760000001000000000',
    attributes: [...WITH_PROMPTS.map((key) => text(key)), ...Object.entries(KEPT).map(([key, value]) => text(key, value))],
    events: hasEvents ? EVENTS : [],
    status: { code: 2, message: `cannot answer: ${PROMPT}` },
  };
  const resource = { attributes: [text('service.name', 'research-agents'), text('process.command_args')] };
  return JSON.stringify({
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'agents', attributes: [text('scope.note')] }, spans: [span] }] }],
  });
}
