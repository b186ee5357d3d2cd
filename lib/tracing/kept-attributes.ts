/**
 * Attributes of spans that hold no text of users, models or tools. All others are removed where prompts are: a list of what may leave does not age when an
 * instrumentation invents another name for a prompt. Names: OpenTelemetry semantic conventions (docs/gen-ai, docs/http, docs/rpc, docs/database,
 * docs/messaging, docs/resource of open-telemetry/semantic-conventions, read 2026-11). A name that ends in `.*` stands for everything below it.
 */
export const KEPT_SPAN_ATTRIBUTES: readonly string[] = [
  'gen_ai.operation.name',
  'gen_ai.system',
  'gen_ai.provider.name',
  'gen_ai.output.type',
  'gen_ai.conversation.id',
  'gen_ai.agent.id',
  'gen_ai.agent.name',
  'gen_ai.tool.name',
  'gen_ai.tool.type',
  'gen_ai.tool.call.id',
  'gen_ai.token.type',
  'gen_ai.request.id',
  'gen_ai.request.model',
  'gen_ai.request.max_tokens',
  'gen_ai.request.temperature',
  'gen_ai.request.top_p',
  'gen_ai.request.top_k',
  'gen_ai.request.n',
  'gen_ai.request.choice.count',
  'gen_ai.request.seed',
  'gen_ai.request.stream',
  'gen_ai.response.id',
  'gen_ai.response.model',
  'gen_ai.response.finish_reasons',
  'gen_ai.usage.*',
  'gen_ai.latency.*',
  'gen_ai.server.*',
  'error.type',
  'http.request.method',
  'http.request.resend_count',
  'http.response.status_code',
  'http.route',
  'rpc.system',
  'rpc.service',
  'rpc.method',
  'rpc.grpc.status_code',
  'db.system.name',
  'db.operation.name',
  'messaging.system',
  'messaging.operation.name',
  'messaging.operation.type',
  'messaging.destination.name',
  'network.*',
  'server.address',
  'server.port',
];

/** Attributes of span events that are kept: an exception keeps its type, and not its message, which may quote a prompt. */
export const KEPT_EVENT_ATTRIBUTES: readonly string[] = ['exception.type', 'exception.escaped'];

/** Attributes of the sender that are kept: who it is and where it runs, and not its command line. */
export const KEPT_RESOURCE_ATTRIBUTES: readonly string[] = [
  'service.*',
  'deployment.environment',
  'deployment.environment.name',
  'k8s.*',
  'telemetry.sdk.*',
  'host.name',
];

/** Parts of names under which instrumentations write prompts, answers, or what a tool is given and gives back. */
const CONTENT =
  /(?:^|[._])(?:prompts?|completions?|messages?|content|inputs?|outputs?|instructions?|arguments|results?|definitions|documents?|body|query)(?:[._]|$)/;
/** Numbers and kinds under such names. */
const COUNTED = /(?:tokens?|length|count|type|size)$/;

/** Whether an attribute holds text of users by its name. */
export const holdsContent = (attribute: string): boolean => CONTENT.test(attribute) && !COUNTED.test(attribute);
