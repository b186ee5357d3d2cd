/** F30: encoders asked for tokens per second. F37: users by the thousand on servers of eight cards. */
import 'cdktf-agent-fleet/testing';
import { ragEmbeddings } from '../../examples/f30-rag-embeddings/fleet';
import { apiCluster } from '../../examples/f37-api-cluster/fleet';
import { changesOf, poolOf, refusalOf, synthesize } from './support';

describe('F30: half of the tool calls are embeddings, on one L40S of their own', () => {
  const template = synthesize((app) => ragEmbeddings(app), 'rag');

  test('400 sessions with a request a minute, two calls of 300 tokens each: 4,000 tokens a second', () => {
    const [demand] = poolOf(template, 'embeddings').demand;
    const { requestsPerSecond = 0, inputTokens = 0 } = demand?.rate ?? {};
    expect(requestsPerSecond).toBeCloseTo((400 * 2) / 60, 6);
    expect(requestsPerSecond * inputTokens).toBeCloseTo(4_000, 6);
  });

  test('the card is $0.72 of $1.44', () => {
    expect(poolOf(template, 'embeddings').costPerHour.floor).toBe(0.72);
    expect(template.plan().costPerHour.floor).toBe(1.44);
  });

  test('whether it is enough is uncertain until its tokens per second are measured, and then certain', () => {
    expect(poolOf(template, 'embeddings').verdict).toBe('uncertain');
    const measured = (measuredTokensPerSecond: number) => (app: Parameters<typeof ragEmbeddings>[0]) =>
      ragEmbeddings(app, { measuredTokensPerSecond });
    expect(poolOf(synthesize(measured(5_000), 'rag'), 'embeddings').verdict).toBe('fits');
    expect(refusalOf(measured(3_900)).problems.map(({ code, path }) => [code, path])).toEqual([['AF-CAP-013', 'rag/embeddings']]);
  });

  test('it is scaled apart from the model that answers', () => {
    expect(poolOf(template, 'embeddings').replicas).toEqual({ min: 1, max: 2 });
    expect(poolOf(template, 'answers').replicas).toEqual({ min: 1, max: 1 });
  });

  test('the stack as a whole', () => expect(template).toMatchFleetSnapshot());
});

describe('F37: servers of eight H100 SXM', () => {
  const template = synthesize((app) => apiCluster(app), 'api');

  test('three of them, $57.60 an hour, hold 1,800 sessions of 4K of a 70B in fp8', () => {
    const pool = poolOf(template, 'large');
    expect([pool.verdict, pool.demandGiB]).toEqual(['fits', 1_125]);
    expect(template.plan().costPerHour.floor).toBeCloseTo(57.6, 6);
  });

  test('2,000 leave a tenth free beside an admission limit that is no larger than they are; 2,100 do not, and are refused', () => {
    const { verdict, headroom } = poolOf(
      synthesize((app) => apiCluster(app, { concurrentWorkflows: 2_000 }), 'api'),
      'large',
    );
    expect(verdict).toBe('tight');
    expect(headroom).toBeCloseTo(0.1035, 4);
    expect(refusalOf((app) => apiCluster(app, { concurrentWorkflows: 2_100 })).code).toBe('AF-CAP-002');
  });

  test('the weights once on eight cards leave more than four times on two each', () => {
    const pairs = { gpusPerReplica: 2, replicas: 12 };
    const error = refusalOf((app) => apiCluster(app, { replica: pairs }));
    expect(error.problems.map(({ code }) => code)).toEqual(['AF-CAP-001']);
  });

  test('tensor parallel over two servers, as published, copies the eight KV heads: 1,000 sessions fit as two stages and not as one group', () => {
    const over = (parallelism: { tensor: number; pipeline?: number }, infiniband?: number) => (app: Parameters<typeof apiCluster>[0]) =>
      apiCluster(app, {
        servers: 2,
        concurrentWorkflows: 1_000,
        ...(infiniband === undefined ? {} : { infiniband }),
        replica: { gpusPerReplica: 16, nodesPerReplica: 2, parallelism },
      });
    const error = refusalOf(over({ tensor: 16 }));
    expect(error.problems.map(({ code }) => code)).toEqual(['AF-CAP-001']);
    expect(changesOf(error, 'AF-CAP-001')).toContain('parallelism.tensor: 8, parallelism.pipeline: 2');
    expect(poolOf(synthesize(over({ tensor: 8, pipeline: 2 }), 'api'), 'large').verdict).toBe('fits');
    expect(refusalOf(over({ tensor: 16 }, 0)).problems.map(({ code }) => code)).toContain('AF-CLU-013');
  });
});
