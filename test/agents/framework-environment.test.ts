/** Defaults of a framework in the pods of a runtime: below what the user says, and nothing of them for other frameworks. */
import { AgentRuntime, type AgentRuntimeProps } from 'cdktf-agent-fleet';
import { manifest, research, type WithPod } from '../setup/research-stack';

const envOf = (props: Partial<AgentRuntimeProps>) => {
  const template = research(
    ({ stack, cluster }) =>
      new AgentRuntime(stack, 'agents', { cluster, framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0', ...props }),
  );
  const { env = [] } = manifest<WithPod>(template, 'Deployment', 'agents').spec.template.spec.containers[0] ?? {};
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
};

/** Of every pod of agents. */
const HOME = { HOME: '/tmp', XDG_CACHE_HOME: '/tmp/.cache', USER: 'agent' };

const roles = { assistant: { model: 'assistant', contextTokens: 4_000 } };

test('agents of the OpenAI Agents SDK send no spans to its vendor, and ask for the model of their role', () => {
  expect(envOf({ roles })).toMatchObject({ OPENAI_AGENTS_DISABLE_TRACING: 'true', OPENAI_DEFAULT_MODEL: 'assistant' });
});

test('what the user says comes first, and is no second value of the wiring', () => {
  expect(envOf({ roles, env: { OPENAI_AGENTS_DISABLE_TRACING: 'false', OPENAI_DEFAULT_MODEL: 'judge' } })).toMatchObject({
    OPENAI_AGENTS_DISABLE_TRACING: 'false',
    OPENAI_DEFAULT_MODEL: 'judge',
  });
});

test('agents of CrewAI write where they may, and send nothing to its vendor', () => {
  expect(envOf({ framework: 'crewai' })).toEqual({
    CREWAI_DISABLE_TELEMETRY: 'true',
    CREWAI_DISABLE_VERSION_CHECK: 'true',
    XDG_DATA_HOME: '/tmp',
    ...HOME,
  });
});

test.each(['langgraph', 'pydantic-ai', 'autogen', 'custom'] as const)('agents of %s get no defaults', (framework) => {
  expect(envOf({ framework, roles })).toEqual({ AGENT_FLEET_ROLES: JSON.stringify(roles), ...HOME });
});
