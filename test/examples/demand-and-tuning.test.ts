import 'cdktf-agent-fleet/testing';
import { supportConversations } from '../../examples/f42-support-conversations/fleet';
import { prefillAndDecode } from '../../examples/prefill-and-decode/fleet';
import { returningSessions } from '../../examples/returning-sessions/fleet';
import { stagesAndDrafts } from '../../examples/stages-and-drafts/fleet';
import { changesOf, engineArgs, flagOf, poolOf, refusalOf, synthesize } from './support';

describe('F42: a support service of 10,000 conversations a day', () => {
  const template = synthesize((app) => supportConversations(app), 'support');
  const pool = poolOf(template, 'support-model');
  const [role] = template.plan().fleets[0]?.roles ?? [];

  test('costs $2.01 per hour, $1,447.20 for 720 hours', () => {
    expect(template.plan().costPerHour.floor).toBe(2.01);
    expect(720 * (template.plan().costPerHour.floor ?? 0)).toBeCloseTo(1_447.2, 6);
  });

  test('writes and reads 1,157 tokens a second at its burst', () => {
    const rate = pool.peakDemand[0]?.rate;
    expect((rate?.requestsPerSecond ?? 0) * 200).toBeCloseTo(1_157.4, 1);
    expect(pool.throughput?.demandTokensPerSecond).toBeCloseTo((1_157.4 * 80) / 200, 0);
  });

  test('plans 600 + 5 × 200 tokens for each conversation', () => {
    expect(role?.contextTokens).toBe(1_600);
    expect(pool.peakDemand[0]).toMatchObject({ contextTokens: 1_600, sharedPrefixTokens: 600, conversationsPerDay: 10_000 });
  });

  test('fits one GPU in memory, in tokens and in time', () => {
    expect(pool.verdict).toBe('fits');
    expect(role?.day?.replicasByHour.every((replicas) => replicas === 1)).toBe(true);
    expect(role?.estimate?.firstToken.high).toBeLessThan(500);
  });

  test('is refused at twice the traffic, with the conversations that fit', () => {
    const error = refusalOf((app) => supportConversations(app, 20_000));
    const [problem] = error.problems;
    expect(problem?.path).toBe('support/support-model');
    expect(changesOf(error, problem?.code ?? '').join(' ')).toMatch(/conversations\.perDay ≤ 1\d,\d{3}/);
  });

  test('the stack as a whole', () => {
    expect(template).toMatchFleetSnapshot();
  });
});

describe('stages, drafts and KV offload', () => {
  const template = synthesize((app) => stagesAndDrafts(app), 'extraction');
  const pool = poolOf(template, 'extractor-model');

  test('are flags of the engine', () => {
    const args = engineArgs(template, 'extractor-model');
    expect(flagOf(args, '--pipeline-parallel-size')).toBe('2');
    expect(flagOf(args, '--kv-offloading-size')).toBe('96');
    expect(JSON.parse(flagOf(args, '--speculative-config') ?? '')).toMatchObject({ method: 'ngram', num_speculative_tokens: 4 });
    expect(args).not.toContain('--tensor-parallel-size');
  });

  test('and terms of the plan', () => {
    expect(pool).toMatchObject({
      gpusPerReplica: 2,
      parallelism: { tensor: 1, pipeline: 2 },
      verdict: 'uncertain',
      doubts: ['AF-ENG-027'],
    });
    expect(pool.hostMemory).toMatchObject({ pod: '160Gi', offloadedGiB: 96 });
    expect(pool.engineOptions.speculative).toEqual({ method: 'prompt-lookup', tokens: 4, checkpoint: null });
  });

  test('stages do not talk over PCIe as shards would', () => {
    expect(template.plan().findings.map(({ code }) => code)).not.toContain('AF-CAP-032');
  });

  test('the workflow keeps its budget', () => {
    const latency = template.plan().fleets[0]?.workflowLatency;
    expect(latency?.total.high).toBeLessThan(90_000);
    expect(Object.keys(latency?.stages ?? {})).toEqual(['reader', 'writer']);
  });

  test('the stack as a whole', () => {
    expect(template).toMatchFleetSnapshot();
  });
});

describe('sessions that come back', () => {
  const template = synthesize((app) => returningSessions(app), 'reviews');
  const pool = poolOf(template, 'reviewer-model');

  test('keep their blocks in host memory and on the disk of the node, which the pod asks for', () => {
    const args = engineArgs(template, 'reviewer-model');
    expect(flagOf(args, '--kv-offloading-size')).toBe('96');
    expect(JSON.parse(flagOf(args, '--kv-transfer-config') ?? '').kv_connector_extra_config.secondary_tiers).toEqual([
      { type: 'fs', root_dir: '/kv-blocks' },
    ]);
    expect(pool.hostMemory).toMatchObject({ pod: '160Gi', offloadedGiB: 96, kvDisk: { gib: 800 } });
  });

  test('count for nothing of what fits', () => {
    const without = poolOf(
      synthesize((app) => returningSessions(app, 0), 'reviews'),
      'reviewer-model',
    );
    expect([without.headroom, without.verdict]).toEqual([pool.headroom, pool.verdict]);
    expect(without.hostMemory?.kvDisk ?? null).toBeNull();
  });

  test('the writers share a claim, which counts once for all of them', () => {
    const writers = poolOf(template, 'writer-model');
    expect(writers.hostMemory?.kvShared).toMatchObject({ gib: 1_000, storageClass: 'shared-rwx' });
    expect(engineArgs(template, 'writer-model').join(' ')).toMatch(/"root_dir":"\/kv-blocks\/[0-9a-f]{16}"/);
  });

  test('weights come from the bucket alone, and no other address', () => {
    expect(engineArgs(template, 'reviewer-model')[0]).toBe('s3://acme-weights/llama-3.3-70b/6f6073b');
    expect(pool.coldStart?.parts?.find(({ part }) => part === 'weights')?.seconds).toBe(80);
    const policies = template.manifests().filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.map(({ metadata }) => metadata.name).filter((name) => /^reviewer-model-to-internet/.test(name))).toEqual([]);
  });

  test('the stack as a whole', () => {
    expect(template).toMatchFleetSnapshot();
  });
});

describe('prefill and decode apart', () => {
  const template = synthesize(prefillAndDecode, 'reports');

  test('four replicas compute prompts, two write answers, and both fit', () => {
    const [prefill, decode] = [poolOf(template, 'reader-model-prefill'), poolOf(template, 'reader-model')];
    expect([prefill.verdict, decode.verdict]).toEqual(['fits', 'fits']);
    expect([prefill.replicas.min, decode.replicas.min]).toEqual([4, 2]);
    expect(decode.demand[0]).toMatchObject({ sessions: 16, contextTokens: 24_000 });
    expect(prefill.demand[0]).toMatchObject({ sessions: 5, contextTokens: 23_001 });
  });

  test('documents four times as often are more than four replicas compute', () => {
    const { problems } = refusalOf((app) => prefillAndDecode(app, 6));
    expect(problems.find(({ code }) => code === 'AF-CAP-013')?.message).toMatch(
      /^1\.60 prompts\/s are asked for; 4 replicas make about 0\.\d\d/,
    );
  });

  test('the stack as a whole', () => {
    expect(template).toMatchFleetSnapshot();
  });
});
