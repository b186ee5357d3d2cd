import 'cdktf-agent-fleet/testing';
import { parse } from 'yaml';
import { withApiOnlyRole } from '../../examples/api-only-role/fleet';
import { affinityPool } from '../../examples/f02-affinity-pool/fleet';
import { poolOf, refusalOf, synthesize } from './support';

describe('F02: 250 sessions on replicas with affinity', () => {
  const template = synthesize((app) => affinityPool(app), 'conversations');
  const files = (name: string) =>
    (template.manifests().find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.['data'] ?? {}) as Record<
      string,
      string
    >;

  test('need 125 GiB, and cost $8.04 per hour on four H100 PCIe', () => {
    expect(poolOf(template, 'model').demandGiB).toBe(125);
    expect(poolOf(template, 'model').verdict).toBe('fits');
    expect(template.plan().costPerHour.floor).toBeCloseTo(8.04, 6);
  });

  test('two replicas are refused, and three named as the repair', () => {
    const error = refusalOf((app) => affinityPool(app, 2));
    expect(error.problems.map(({ code, path }) => [code, path])).toEqual([['AF-CAP-001', 'conversations/model']]);
    expect(error.message).toContain('replicas: 3');
  });

  test('a proxy hashes the session header over the replicas, and LiteLLM hands it on', () => {
    const config = parse(files('router')['config.yaml'] ?? '') as Record<string, never>;
    expect(config['litellm_settings']).toMatchObject({ model_group_settings: { forward_client_headers_to_llm_api: ['assistant'] } });
    const proxies = template
      .manifests()
      .flatMap(({ kind, data }: { kind: string; data?: Record<string, string> }) =>
        kind === 'ConfigMap' ? Object.values(data ?? {}) : [],
      );
    expect(proxies.filter((text) => text.includes('header_name: x-session-id'))).toHaveLength(1);
  });

  test('two instances of the router count the 250 sessions together', () => {
    expect(template.plan().fleets[0]?.admission).toEqual({
      maxParallelRequests: 250,
      requestsPerMinute: null,
      tokensPerMinute: null,
      isShared: true,
    });
  });

  test('the stack as a whole', () => {
    expect(template).toMatchFleetSnapshot();
  });
});

describe('a role that an API answers', () => {
  const template = synthesize((app) => withApiOnlyRole(app), 'tickets');
  const [fleet] = template.plan().fleets;

  test('asks no pool, and costs what its tokens cost: 120 requests an hour of 12,000 and 800 tokens', () => {
    expect(template.plan().pools.map(({ name }) => name)).toEqual(['writer-model']);
    const [judge] = fleet?.apiRoles ?? [];
    expect(judge).toMatchObject({ name: 'judge', sessions: 2, formula: '40 workflows × 5 % handed on' });
    expect(judge?.economics?.usdPerHour).toMatchObject({ floor: 0, plan: 120 * (12_000 * 3e-6 + 800 * 15e-6) });
  });

  test('is in what the key of the fleet admits', () => {
    // Twice 40 × 2 requests of 3,300 tokens and 2 × 1 of 12,800.
    expect(fleet?.admission).toEqual({ maxParallelRequests: 42, requestsPerMinute: 164, tokensPerMinute: 579_200, isShared: true });
  });

  test('that is rare has one session all the same', () => {
    const rare = synthesize((app) => withApiOnlyRole(app, 0.001), 'tickets');
    expect(rare.plan().fleets[0]?.apiRoles?.[0]?.sessions).toBe(1);
  });

  test('the stack as a whole', () => {
    expect(template).toMatchFleetSnapshot();
  });
});
