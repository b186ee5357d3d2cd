import { AgentFleet, type ExistingRouterProps, LiteLLMRouter, SecretRef, Topology } from '../../lib';
import { edgesOf, manifest, pool, research } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';

const GIVEN: ExistingRouterProps = {
  url: 'http://litellm.ai-platform.svc.cluster.local:4000/v1',
  namespace: 'ai-platform',
  key: SecretRef.existing('litellm-agents', 'key'),
  aliases: { planner: 'research-planner' },
};

function fleetOn(router: Partial<ExistingRouterProps> = {}) {
  return research((setting) => {
    new AgentFleet(setting.stack, 'crew', {
      cluster: setting.cluster,
      topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['writer'] }),
      concurrentWorkflows: 2,
      roles: {
        planner: { pool: pool(setting, 'large'), contextTokens: 4_000 },
        writer: { pool: pool(setting, 'small'), contextTokens: 4_000 },
      },
      runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
      router: LiteLLMRouter.fromExisting({ ...GIVEN, ...router }),
    });
  });
}

describe('a LiteLLM that runs already', () => {
  const template = fleetOn();
  const runtime = JSON.stringify(manifest(template, 'Deployment', 'crew-agents'));

  test('is asked at its address, with a key of the agents, by its own model names', () => {
    expect(runtime).toContain(GIVEN.url);
    expect(runtime).toContain('"name":"litellm-agents"');
    expect(runtime).toContain('research-planner');
    expect(runtime).toContain(String.raw`\"writer\":{\"model\":\"writer\"`);
  });

  test('is not made, and nothing of it is changed', () => {
    const made = template.manifests().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(made.filter((name) => /router|litellm/i.test(name))).toEqual([]);
    expect(template.manifests().filter(({ metadata }) => metadata.namespace === 'ai-platform')).toEqual([]);
  });

  test('is reached by the agents, and reaches the pools', () => {
    expect(edgesOf(template, 'crew-agents').join()).toContain('to-ai-platform-4000');
    for (const name of ['large', 'small']) expect(edgesOf(template, name).join()).toContain('from-ai-platform-8000');
  });

  test('listens where its pods listen', () => {
    expect(edgesOf(fleetOn({ podPort: 4_040 }), 'crew-agents').join()).toContain('to-ai-platform-4040');
  });

  test('keeps the fallbacks that it has', () => {
    const router = LiteLLMRouter.fromExisting({
      ...GIVEN,
      fallbacks: { planner: ['gpt'] },
      contextWindowFallbacks: { writer: ['long'] },
      contentPolicyFallbacks: { gpt: ['writer'] },
    });
    expect(router.fallbacksOf('planner', 'failure')).toEqual(['gpt']);
    expect(router.fallbacksOf('writer', 'context-window')).toEqual(['long']);
    expect(router.fallbacksOf('gpt', 'content-policy')).toEqual(['writer']);
    expect(router.fallbacksOf('constructor', 'failure')).toEqual([]);
    expect(router.modelOf('constructor')).toBe('constructor');
  });
});

describe('refused', () => {
  test.each([
    ['an address without a scheme', { url: 'litellm.ai:4000' }, 'url'],
    ['a password in the address', { url: 'http://user:secret@litellm.ai:4000/v1' }, 'url'],
    ['a key in the program', { key: 'sk-1234' }, 'key'],
    ['a key that nobody has made', { key: SecretRef.generated('agents') }, 'key'],
    ['no namespace', { namespace: undefined }, 'namespace'],
    ['a model without a name', { aliases: { planner: '' } }, 'aliases'],
    ['a role that is no alias', { aliases: { 'a role': 'planner' } }, 'aliases'],
    ['a star for all models', { fallbacks: { '*': ['gpt'] } }, 'fallbacks'],
    ['a fallback to nothing', { fallbacks: { planner: [] } }, 'fallbacks'],
    ['a port that is none', { podPort: 70_000 }, 'podPort'],
    ['an unknown prop', { masterKey: SecretRef.existing('litellm', 'master') }, 'masterKey'],
  ])('%s', (_, more, prop) => {
    const [problem] = problemsIn(() => LiteLLMRouter.fromExisting({ ...GIVEN, ...more } as never));
    expect(problem?.code).toMatch(/^AF-SPEC-00[1-4]$/);
    expect(problem?.prop).toMatch(new RegExp(`^${prop}`));
    expect(JSON.stringify(problem)).not.toContain('secret@');
  });
});
