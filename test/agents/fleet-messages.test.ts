/** Messages between agents: what the pods find, what the plan says, what is refused. */
import * as path from 'node:path';
import {
  AgentFleet,
  type AgentFleetProps,
  AgentRuntime,
  type FleetMessagesProps,
  McpServer,
  MessageSchema,
  SecretRef,
  Topology,
} from 'cdktf-agent-fleet';
import { ENGINE_IMAGES } from '../../lib/catalog/engines/engine-images';
import { manifest, pool, refusal, research, type Setting, type WithPod } from '../setup/research-stack';

const TASK = MessageSchema.of({
  type: 'object',
  required: ['task'],
  properties: { task: { type: 'string' } },
  additionalProperties: false,
});
const KEY = SecretRef.existing('messages', 'key');
const MESSAGES: FleetMessagesProps = { schemas: { task: TASK, done: MessageSchema.of({ type: 'object' }) }, signingKey: KEY };

function crew(setting: Setting, messages: FleetMessagesProps | undefined, props: Partial<AgentFleetProps> = {}): AgentFleet {
  const model = pool(setting, 'model');
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.pipeline({ stages: ['planner', 'writer'] }),
    concurrentWorkflows: 2,
    roles: { planner: { pool: model, contextTokens: 4_000 }, writer: { pool: model, contextTokens: 2_000 } },
    runtime: { framework: 'custom', image: 'registry.example.com/crew:1.0.0' },
    stateStore: false,
    ...(messages === undefined ? {} : { messages }),
    ...props,
  });
}

const codesOf = (build: (setting: Setting) => void) =>
  research(build)
    .plan()
    .findings.map(({ code }) => code);

const configMaps = (messages: FleetMessagesProps) =>
  research((setting) => crew(setting, messages))
    .manifests()
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('crew-messages-'));

describe('agents of a fleet with messages', () => {
  const template = research((setting) => crew(setting, MESSAGES));
  const pod = manifest<WithPod>(template, 'Deployment', 'crew-agents').spec.template.spec;
  const env = pod.containers[0]?.env ?? [];

  test('find a schema for each type in a folder, byte for byte', () => {
    const [configMap] = configMaps(MESSAGES) as unknown as {
      metadata: { name: string };
      data: Record<string, string>;
      immutable: boolean;
    }[];
    expect(Object.keys(configMap?.data ?? {})).toEqual(['done.json', 'task.json']);
    expect(configMap?.data['task.json']).toBe(TASK.text);
    expect(configMap?.immutable).toBe(true);
    expect(JSON.stringify(pod.volumes)).toContain(`"name":"${configMap?.metadata.name}"`);
    expect(pod.containers[0]?.volumeMounts.map(({ mountPath }) => mountPath)).toContain('/etc/agent-fleet/messages');
  });

  test('read the rules from one variable, and the key from its Secret', () => {
    expect(JSON.parse(env.find(({ name }) => name === 'AGENT_FLEET_MESSAGES')?.value ?? '')).toEqual({
      schemas: { task: '/etc/agent-fleet/messages/task.json', done: '/etc/agent-fleet/messages/done.json' },
      maxBytes: 16_384,
      payloads: 'references',
    });
    expect(env.find(({ name }) => name === 'AGENT_FLEET_MESSAGE_KEY')).toEqual({
      name: 'AGENT_FLEET_MESSAGE_KEY',
      valueFrom: { secretKeyRef: { name: 'messages', key: 'key', optional: false } },
    });
  });

  test('stand in the plan with their types', () => {
    expect(template.plan().fleets[0]?.messages).toEqual({ types: ['task', 'done'], maxBytes: 16_384, payloads: 'references' });
  });
});

test('other schemas are another ConfigMap, so that pods begin anew; another limit is not', () => {
  const name = (messages: FleetMessagesProps) => configMaps(messages)[0]?.metadata.name;
  expect(name({ ...MESSAGES, schemas: { task: TASK } })).not.toBe(name(MESSAGES));
  expect(name({ ...MESSAGES, maxBytes: 4_096 })).toBe(name(MESSAGES));
});

test('without messages there is no ConfigMap and no variable, and a warning where roles hand work on', () => {
  const template = research((setting) => crew(setting, undefined));
  expect(JSON.stringify(template.manifests())).not.toContain('AGENT_FLEET_MESSAGE');
  expect(template.plan().findings).toContainEqual(expect.objectContaining({ code: 'AF-SEC-004', severity: 'warning', prop: 'messages' }));
  expect(codesOf((setting) => crew(setting, MESSAGES))).not.toContain('AF-SEC-004');
});

test('a long context that is handed on as a whole is a warning, by reference it is not', () => {
  const long = (setting: Setting, payloads: 'references' | 'inline') => {
    const model = pool(setting, 'long-model', { maxContextTokens: 32_768 });
    const roles = { planner: { pool: model, contextTokens: 20_000 }, writer: { pool: model, contextTokens: 2_000 } };
    return crew(setting, { ...MESSAGES, payloads }, { roles });
  };
  expect(codesOf((setting) => long(setting, 'inline'))).toContain('AF-CPU-006');
  expect(codesOf((setting) => long(setting, 'references'))).not.toContain('AF-CPU-006');
});

test.each<[string, string, Partial<FleetMessagesProps>, Partial<AgentFleetProps>, string]>([
  ['references without any store', 'AF-CPU-025', {}, { sessionStore: false }, 'messages.payloads'],
  ['no type of message', 'AF-SPEC-001', { schemas: {} }, {}, 'messages.schemas'],
  ['a schema that is none', 'AF-SPEC-001', { schemas: { task: { type: 'object' } as never } }, {}, 'messages.schemas.task'],
  ['a type that is no file name', 'AF-SPEC-001', { schemas: { '../task': TASK } }, {}, 'messages.schemas'],
  ['a message of one byte', 'AF-SPEC-001', { maxBytes: 1 }, {}, 'messages.maxBytes'],
  ['a message of a gigabyte', 'AF-SPEC-001', { maxBytes: 2 ** 30 }, {}, 'messages.maxBytes'],
  ['a key that is written out', 'AF-SPEC-001', { signingKey: 'secret' as never }, {}, 'messages.signingKey'],
  ['a generated key', 'AF-SPEC-001', { signingKey: SecretRef.generated('messages') }, {}, 'messages.signingKey'],
  ['payloads of another kind', 'AF-SPEC-001', { payloads: 'pointers' as never }, {}, 'messages.payloads'],
  [
    'a variable that messages set',
    'AF-CPU-013',
    {},
    { runtime: { framework: 'custom', image: 'a.io/b:1', env: { AGENT_FLEET_MESSAGES: '{}' } } },
    'env.AGENT_FLEET_MESSAGES',
  ],
])('refused: %s', (_, code, messages, props, prop) => {
  const { problems } = refusal((setting) => crew(setting, { ...MESSAGES, ...messages }, props));
  expect(problems).toContainEqual(expect.objectContaining({ code, prop }));
});

test.each<[string, unknown, string]>([
  ['a text', '{}', 'is no object'],
  ['a list', [], 'is no object'],
  ['a schema of numbers', { type: 'number' }, "has another type than 'object'"],
  ['a schema without type', {}, "has another type than 'object'"],
  [
    'a pointer to a host',
    { type: 'object', properties: { a: { $ref: 'https://example.com/a.json' } } },
    'points at https://example.com/a.json',
  ],
  ['a pointer to a file', { type: 'object', allOf: [{ $dynamicRef: 'other.json#/a' }] }, 'points at other.json#/a'],
  ['a long schema', { type: 'object', description: 'a'.repeat(70_000) }, 'characters'],
  ['a token', { type: 'object', title: '${TfToken[TOKEN.7]}' }, 'holds a Terraform token'],
])('MessageSchema.of refuses %s', (_, schema, problem) => {
  expect(() => MessageSchema.of(schema as object)).toThrow(problem);
});

test('a circle is no JSON', () => {
  const circle: Record<string, unknown> = { type: 'object' };
  circle['self'] = circle;
  expect(() => MessageSchema.of(circle)).toThrow('is no JSON');
});

test('a schema may point at its own parts, and may come from a file', () => {
  expect(MessageSchema.of({ type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string' } } }).text).toContain(
    '#/$defs/a',
  );
  expect(JSON.parse(MessageSchema.fromFile(path.join(__dirname, 'task.schema.json')).text)).toMatchObject({ required: ['task'] });
  expect(() => MessageSchema.fromFile('nowhere.json')).toThrow('nowhere.json');
});

describe('AF-CPU-005', () => {
  const images = ENGINE_IMAGES.flatMap((engine) => engine.images);

  test('every engine has an image that is known', () => {
    expect(ENGINE_IMAGES.map((engine) => engine.images.length > 0)).not.toContain(false);
    expect(images).toContain('vllm/vllm-openai');
  });

  test.each(images)('agents in the image %s are refused, from any registry', (image) => {
    for (const reference of [`${image}:1`, `registry.internal/mirror/${image}:1`]) {
      const { problems } = refusal(
        ({ stack, cluster }) => new AgentRuntime(stack, 'agents', { cluster, framework: 'custom', image: reference }),
      );
      expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-CPU-005', prop: 'image' }));
    }
  });

  test('so is a tool that loads a model of its own', () => {
    const { problems } = refusal(
      ({ stack, cluster }) =>
        new McpServer(stack, 'tools', { cluster, image: 'a.io/b:1', port: 80, args: ['serve', '--gpu-memory-utilization=0.9'] }),
    );
    expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-CPU-005', prop: 'args.1' }));
  });

  test.each([
    ['command', { command: ['vllm', 'serve', 'Qwen/Qwen3-8B'] }, 'vllm serve starts vLLM'],
    ['command', { command: ['sh', '-c', 'ollama serve & python -m agents'] }, 'ollama serve starts Ollama'],
    ['command', { command: ['vllm'], args: ['serve', 'Qwen/Qwen3-8B'] }, 'vllm serve starts vLLM'],
    ['args', { args: ['python3', '-m', 'sglang.launch_server', '--port', '30000'] }, 'sglang.launch_server starts SGLang'],
    ['command.1', { command: ['run', '--tp-size'], args: ['2'] }, 'the argument --tp-size loads a model'],
  ])('so are agents that start one in their own image: %s, %j', (prop, started, message) => {
    const { problems } = refusal(
      ({ stack, cluster }) => new AgentRuntime(stack, 'agents', { cluster, framework: 'custom', image: 'a.io/b:1', ...started }),
    );
    const own = { code: 'AF-CPU-005', prop, message: expect.stringContaining(message) };
    expect(problems).toContainEqual(expect.objectContaining(own));
  });
});
