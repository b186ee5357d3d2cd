/** What a router refuses, as users get it wrong: each names the prop, and says what to type. */

import { SecretRef } from '../../lib/core/secret-ref';
import { ExternalModel } from '../../lib/routing/external-model';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { RouteProps } from '../../lib/routing/routes';
import { client, pool, refusal, type Setting } from '../setup/research-stack';

const key = SecretRef.existing('provider', 'key');
const big = () => ExternalModel.openAi({ model: 'big-1', key, maxContextTokens: 128_000, cidrs: ['203.0.113.0/24'] });

interface Wrong {
  /** Props of the router, as JavaScript would let anybody write them. */
  readonly props?: object;
  /** Props of a route of it. */
  readonly route?: object;
  readonly code: string;
  readonly prop: string;
}

/** A router with a route `planner` to one pool and, where asked, another one. */
function build(setting: Setting, { props = {}, route }: Wrong): void {
  const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1, ...props } as never);
  const workers = pool(setting, 'workers');
  router.addRoute({ alias: 'planner', pool: workers });
  router.addRoute({ alias: 'long', pool: pool(setting, 'long-pool', { maxContextTokens: 16_384 }) });
  if (route !== undefined) router.addRoute({ alias: 'coder', pool: workers, ...route } as RouteProps);
  router.admit(client(setting, 'agents'));
}

const SPEC = 'AF-SPEC-001';
const UNKNOWN = 'AF-SPEC-002';

const WRONG: Readonly<Record<string, Wrong>> = {
  'a typo in a prop': { props: { fallback: {} }, code: UNKNOWN, prop: 'fallback' },
  'a prop of LiteLLM itself': { props: { num_retries: 3 }, code: UNKNOWN, prop: 'num_retries' },
  'no instance': { props: { replicas: 0 }, code: SPEC, prop: 'replicas' },
  'half an instance': { props: { replicas: 1.5 }, code: SPEC, prop: 'replicas' },
  'a number as text': { props: { replicas: '2' }, code: SPEC, prop: 'replicas' },
  'more instances than anybody has': { props: { replicas: 1_000 }, code: SPEC, prop: 'replicas' },
  'retries below none': { props: { retries: -1 }, code: SPEC, prop: 'retries' },
  'retries without an end': { props: { retries: 100 }, code: SPEC, prop: 'retries' },
  'no time for a request': { props: { requestTimeoutSeconds: 0 }, code: SPEC, prop: 'requestTimeoutSeconds' },
  'a timeout of two days': { props: { requestTimeoutSeconds: 200_000 }, code: SPEC, prop: 'requestTimeoutSeconds' },
  'a strategy that there is not': { props: { strategy: 'round-robin' }, code: SPEC, prop: 'strategy' },
  'a strategy that limits nothing exactly': { props: { strategy: 'usage-based-routing' }, code: SPEC, prop: 'strategy' },
  'the affinity of a Service, by which all sessions of a router are one': {
    props: { sessionAffinity: 'ClientIP' },
    code: SPEC,
    prop: 'sessionAffinity',
  },
  'affinity that is only said to be on': { props: { sessionAffinity: true }, code: SPEC, prop: 'sessionAffinity' },
  'a bound of load below the mean': { props: { sessionAffinity: { loadFactor: 0.9 } }, code: SPEC, prop: 'sessionAffinity.loadFactor' },
  'a header with a space': { props: { sessionAffinity: { header: 'x session' } }, code: SPEC, prop: 'sessionAffinity.header' },
  'a master key as text': { props: { masterKey: 'sk-1234' }, code: SPEC, prop: 'masterKey' },
  'a session store by its address': { props: { sessionStore: 'redis://redis:6379' }, code: SPEC, prop: 'sessionStore' },
  'a database by its address': { props: { database: 'postgresql://a:b@c/d' }, code: SPEC, prop: 'database' },
  'a fallback that is no list, at which LiteLLM stops': {
    props: { fallbacks: { planner: 'long' } },
    code: SPEC,
    prop: 'fallbacks.planner',
  },
  'an empty list of fallbacks': { props: { fallbacks: { planner: [] } }, code: SPEC, prop: 'fallbacks.planner' },
  'an alias with a star, which matches every model': { props: { fallbacks: { '*': ['long'] } }, code: SPEC, prop: 'fallbacks' },
  'a fallback to nothing': { props: { fallbacks: { planner: ['lonng'] } }, code: 'AF-RTE-008', prop: 'fallbacks.planner' },
  'a fallback of nothing': { props: { fallbacks: { planer: ['long'] } }, code: 'AF-RTE-008', prop: 'fallbacks.planer' },
  'an alias that falls back on itself': { props: { fallbacks: { planner: ['planner'] } }, code: 'AF-RTE-012', prop: 'fallbacks.planner' },
  'long prompts to a pool that admits less': {
    props: { contextWindowFallbacks: { long: ['planner'] } },
    code: 'AF-RTE-010',
    prop: 'contextWindowFallbacks.long',
  },
  'refused content of a pool, whose engine refuses none': {
    props: { contentPolicyFallbacks: { planner: ['long'] } },
    code: 'AF-RTE-069',
    prop: 'contentPolicyFallbacks.planner',
  },
  'refused content to nothing': {
    props: { externalModels: { big: big() }, contentPolicyFallbacks: { big: ['lonng'] } },
    code: 'AF-RTE-008',
    prop: 'contentPolicyFallbacks.big',
  },
  'an overflow to nothing': { props: { overflow: { planner: ['spare'] } }, code: 'AF-RTE-008', prop: 'overflow.planner' },
  'a breaker without failures': { props: { circuitBreaker: { failures: 0 } }, code: SPEC, prop: 'circuitBreaker.failures' },
  'a breaker that is only said to be on': { props: { circuitBreaker: true }, code: SPEC, prop: 'circuitBreaker' },
  'a model of a provider as text': { props: { externalModels: { big: 'gpt-4o' } }, code: SPEC, prop: 'externalModels.big' },
  'an external model with the alias of a pool': {
    props: { externalModels: { planner: big() } },
    code: 'AF-RTE-015',
    prop: 'externalModels.planner',
  },
  'a setting of LiteLLM with a typo': {
    props: { extraConfig: { router_settings: { num_retrys: 3 } } },
    code: 'AF-RTE-066',
    prop: 'extraConfig.router_settings.num_retrys',
  },
  'a setting of LiteLLM in another section': {
    props: { extraConfig: { litellm_settings: { user_header_name: 'x-user-id' } } },
    code: 'AF-RTE-066',
    prop: 'extraConfig.litellm_settings.user_header_name',
  },
  'a setting at the top of its configuration': {
    props: { extraConfig: { modify_params: true } },
    code: 'AF-RTE-066',
    prop: 'extraConfig.modify_params',
  },
  'a setting that a prop decides': {
    props: { extraConfig: { router_settings: { timeout: 30 } } },
    code: 'AF-RTE-067',
    prop: 'extraConfig.router_settings.timeout',
  },
  'fallbacks beside those of the plan': {
    props: { extraConfig: { litellm_settings: { default_fallbacks: ['long'] } } },
    code: 'AF-RTE-067',
    prop: 'extraConfig.litellm_settings.default_fallbacks',
  },
  'answers of one client for another': {
    props: { extraConfig: { litellm_settings: { cache: true } } },
    code: 'AF-RTE-067',
    prop: 'extraConfig.litellm_settings.cache',
  },
  'MCP servers behind the router': {
    props: { extraConfig: { mcp_servers: { search: { url: 'http://search:8000/mcp' } } } },
    code: 'AF-RTE-068',
    prop: 'extraConfig.mcp_servers',
  },
  'a value of another kind': {
    props: { extraConfig: { litellm_settings: { modify_params: 'yes' } } },
    code: SPEC,
    prop: 'extraConfig.litellm_settings.modify_params',
  },
  'a section that is a list': { props: { extraConfig: { router_settings: ['timeout'] } }, code: SPEC, prop: 'extraConfig.router_settings' },
  'a guardrail as text': { props: { guardrails: { pii: 'presidio' } }, code: SPEC, prop: 'guardrails.pii' },
  'memory without a unit that Kubernetes knows': { props: { resources: { memory: '4 gigabytes' } }, code: SPEC, prop: 'resources.memory' },
  'a key as text': { props: { clientKeys: { agents: { secret: 'sk-agents' } } }, code: SPEC, prop: 'clientKeys.agents.secret' },
  'a key of nobody': { props: { clientKeys: { agent: { requestsPerMinute: 6 } } }, code: 'AF-RTE-030', prop: 'clientKeys.agent' },
  'a key for a model that is not there': {
    props: { clientKeys: { agents: { models: ['planer'] } } },
    code: 'AF-RTE-031',
    prop: 'clientKeys.agents.models',
  },
  'a key without models': { props: { clientKeys: { agents: { models: [] } } }, code: SPEC, prop: 'clientKeys.agents.models' },
  'a day that there is not': {
    props: { clientKeys: { agents: { expires: '2027-02-30' } } },
    code: SPEC,
    prop: 'clientKeys.agents.expires',
  },
  'versions of a key of somebody else': {
    props: { clientKeys: { agents: { secret: key, version: 2 } } },
    code: SPEC,
    prop: 'clientKeys.agents.secret',
  },
  'no requests of a minute': {
    props: { clientKeys: { agents: { requestsPerMinute: 0 } } },
    code: SPEC,
    prop: 'clientKeys.agents.requestsPerMinute',
  },
  'a budget without a period': {
    props: { clientKeys: { agents: { budget: { usd: 5 } } } },
    code: SPEC,
    prop: 'clientKeys.agents.budget.per',
  },
  'a budget of nothing': {
    props: { clientKeys: { agents: { budget: { usd: 0, per: 'day' } } } },
    code: SPEC,
    prop: 'clientKeys.agents.budget.usd',
  },
  'a budget by the year': { props: { teams: { all: { budget: { usd: 5, per: 'year' } } } }, code: SPEC, prop: 'teams.all.budget.per' },
  'a budget without a database': {
    props: { clientKeys: { agents: { budget: { usd: 5, per: 'day' } } } },
    code: 'AF-RTE-049',
    prop: 'clientKeys.agents.budget',
  },
  'teams without a database': { props: { teams: { all: {} } }, code: 'AF-RTE-049', prop: 'teams' },
  'a route with a star': { route: { alias: 'gpt-*' }, code: SPEC, prop: 'alias' },
  'a route to no pool': { route: { pool: 'workers' }, code: SPEC, prop: 'pool' },
  'a route of no request at a time': { route: { maxParallelRequests: 0 }, code: SPEC, prop: 'maxParallelRequests' },
  'a route without time': { route: { timeoutSeconds: 0 }, code: SPEC, prop: 'timeoutSeconds' },
  'a price below nothing': { route: { costPerMillionTokens: { input: -1, output: 1 } }, code: SPEC, prop: 'costPerMillionTokens.input' },
  'a route to an adapter that is not there': { route: { adapter: 'support' }, code: 'AF-RTE-033', prop: 'routes.coder.adapter' },
};

test('there are many', () => {
  expect(Object.keys(WRONG).length).toBeGreaterThanOrEqual(40);
});

test.each(Object.entries(WRONG))('%s', (_what, wrong) => {
  const { problems } = refusal((setting) => build(setting, wrong));
  const found = problems.filter(({ severity }) => severity === 'error').map(({ code, prop }) => `${code} ${prop}`);
  expect(found).toContain(`${wrong.code} ${wrong.prop}`);
  const problem = problems.find(({ code, prop }) => code === wrong.code && prop === wrong.prop);
  expect(problem?.message).not.toBe('');
  expect(problem?.allowed ?? problem?.repairs).toBeTruthy();
});
