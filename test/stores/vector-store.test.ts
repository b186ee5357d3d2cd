import * as fc from 'fast-check';
import { embeddingSizeOf } from '../../lib/catalog/embedding-sizes';
import { EMBEDDINGS_MODELS } from '../../lib/catalog/models/embeddings';
import { SecretRef } from '../../lib/core/secret-ref';
import { StateStore } from '../../lib/stores/state-store';
import type { StateStoreProps } from '../../lib/stores/state-store-props';
import { pgvectorNeed, qdrantNeed } from '../../lib/stores/vector-load';
import { VectorStore } from '../../lib/stores/vector-store';
import type { VectorStoreProps } from '../../lib/stores/vector-store-props';
import {
  client,
  edgesOf,
  expectRestricted,
  findings,
  manifest,
  OFF_GPU_NODES,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

const MILLION = { dimensions: 1_024, vectors: 1_000_000 };
const store = (setting: Setting, props: Partial<VectorStoreProps> = {}) =>
  new VectorStore(setting.stack, 'memory', { cluster: setting.cluster, ...MILLION, ...props });
const rendered = (props: Partial<VectorStoreProps> = {}) => research((setting) => void store(setting, props));
const podOf = (props: Partial<VectorStoreProps> = {}) => manifest<WithPod>(rendered(props), 'StatefulSet', 'memory').spec.template.spec;

describe('what vectors take', () => {
  test("is what Qdrant's documentation says of a million vectors of 1,024 numbers, and the payload on disk", () => {
    const need = qdrantNeed({ ...MILLION, payloadBytes: 2_000 });
    expect(need.memoryGiB).toBeCloseTo(5.72, 2);
    expect(need.diskGiB).toBeCloseTo(5.72 + 1.86, 2);
  });

  test('is in Postgres 4 bytes a number and 8 a row, twice, and whole pages of the index', () => {
    const need = pgvectorNeed({ dimensions: 384, vectors: 1_000_000, payloadBytes: 0 });
    // 1,836 bytes an entry: four on a page.
    expect(need.memoryGiB).toBeCloseTo(((1_000_000 / 4) * 8_192) / 2 ** 30, 6);
    expect(need.diskGiB - need.memoryGiB).toBeCloseTo((1_000_000 * (4 * 384 + 8 + 100)) / 2 ** 30, 6);
  });

  test('never falls with more vectors, longer ones, or more text beside them', () => {
    const load = fc.record({
      dimensions: fc.integer({ min: 1, max: 1_999 }),
      vectors: fc.integer({ min: 1, max: 10 ** 9 }),
      payloadBytes: fc.integer({ min: 0, max: 10 ** 6 }),
    });
    fc.assert(
      fc.property(load, fc.constantFrom('dimensions' as const, 'vectors' as const, 'payloadBytes' as const), (one, grown) => {
        const more = { ...one, [grown]: one[grown] + 1 };
        for (const need of [qdrantNeed, pgvectorNeed]) {
          expect(need(more).diskGiB).toBeGreaterThanOrEqual(need(one).diskGiB);
          expect(need(more).memoryGiB).toBeGreaterThanOrEqual(need(one).memoryGiB);
          expect(need(one).diskGiB).toBeGreaterThanOrEqual((one.vectors * one.dimensions * 4) / 2 ** 30);
        }
      }),
    );
  });
});

describe('the server', () => {
  test('has memory and disk for its vectors, unless they are given', () => {
    const container = podOf().containers[0];
    expect(container?.resources).toMatchObject({ requests: { memory: '7Gi' }, limits: { memory: '7Gi' } });
    expect(manifest(rendered(), 'PersistentVolumeClaim', 'memory-data')['spec']).toMatchObject({
      resources: { requests: { storage: '17Gi' } },
    });
    expect(podOf({ memoryGiB: 12 }).containers[0]?.resources).toMatchObject({ limits: { memory: '12Gi' } });
    expect(manifest(rendered({ storageGiB: 40, storageClass: 'fast' }), 'PersistentVolumeClaim', 'memory-data')['spec']).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '40Gi' } },
    });
  });

  test('keeps storage and snapshots on its claim, and calls nobody', () => {
    const { volumes, containers } = podOf();
    expect(volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'memory-data' } });
    expect(containers[0]?.volumeMounts).toContainEqual(expect.objectContaining({ name: 'data', mountPath: '/data' }));
    const env = Object.fromEntries((containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
    expect(env).toMatchObject({
      QDRANT__STORAGE__STORAGE_PATH: '/data/storage',
      QDRANT__STORAGE__SNAPSHOTS_PATH: '/data/snapshots',
      QDRANT__TELEMETRY_DISABLED: 'true',
    });
  });

  test('takes its key from a Secret that is drawn in the cluster, or from yours', () => {
    const keyOf = (props: Partial<VectorStoreProps>) =>
      (podOf(props).containers[0]?.env ?? []).find(({ name }) => name === 'QDRANT__SERVICE__API_KEY');
    expect(keyOf({})).toMatchObject({ valueFrom: { secretKeyRef: { name: 'memory-auth' } } });
    expect(manifest(rendered(), 'ExternalSecret', 'memory-auth')).toBeDefined();
    expect(keyOf({ apiKey: SecretRef.existing('vectors', 'key') })).toMatchObject({
      valueFrom: { secretKeyRef: { name: 'vectors', key: 'key' } },
    });
  });

  test('runs restricted, on CPU nodes, from the image that needs no root', () => {
    expectRestricted(podOf());
    expect(podOf()).toMatchObject({ affinity: OFF_GPU_NODES });
    expect(podOf().containers[0]?.image).toMatch(/^docker\.io\/qdrant\/qdrant:v\d+\.\d+\.\d+-unprivileged@sha256:[0-9a-f]{64}$/);
  });

  test('stands in the plan with what its vectors take', () => {
    expect(rendered().plan().vectorStores).toEqual([
      {
        name: 'memory',
        path: 'research/memory',
        kind: 'qdrant',
        ...MILLION,
        need: { memoryGiB: expect.closeTo(5.72, 2), diskGiB: expect.closeTo(7.58, 2) },
        memoryGiB: 7,
        storageGiB: 17,
      },
    ]);
  });

  test('whose disk is too small is refused, and one with little memory warned about', () => {
    expect(refusal((setting) => void store(setting, { storageGiB: 7 })).problems).toEqual([
      expect.objectContaining({ code: 'AF-CPU-019', prop: 'storageGiB', value: 7, allowed: 'at least 8' }),
    ]);
    expect(findings((setting) => void store(setting, { memoryGiB: 4 }))).toContainEqual(
      expect.objectContaining({ code: 'AF-CPU-018', prop: 'memoryGiB', severity: 'warning' }),
    );
  });
});

describe('what no server holds', () => {
  test.each<[string, Partial<VectorStoreProps>]>([
    ['more memory than any has', { vectors: 100_000_000_000 }],
    ['more disk, by the payload', { vectors: 100_000_000, payloadBytes: 100_000_000 }],
    ['more memory, by the length of the vectors', { vectors: 100_000_000, dimensions: 65_536 }],
  ])('%s is refused, with the vectors', (_, props) => {
    expect(refusal((setting) => void store(setting, props)).problems).toEqual([
      expect.objectContaining({ code: 'AF-SPEC-001', path: 'research/memory', prop: 'vectors', value: props.vectors }),
    ]);
  });

  test('vectors of a large server are accepted, and so is a memory of your own', () => {
    expect(podOf({ vectors: 1_000_000_000 }).containers).toHaveLength(1);
    expect(podOf({ vectors: 10_000_000_000, memoryGiB: 512 }).containers).toHaveLength(1);
  });
});

describe('a client', () => {
  test('finds the store by its variables, and the network is open both ways, and no further', () => {
    let env = {};
    const template = research((setting) => {
      const vectors = store(setting);
      const agents = client(setting);
      vectors.admit(agents);
      env = vectors.clientEnv();
    });
    expect(env).toEqual({
      QDRANT_URL: 'http://memory.research.svc.cluster.local:6333',
      QDRANT_HOST: 'memory.research.svc.cluster.local',
      QDRANT_PORT: '6333',
      QDRANT_API_KEY: SecretRef.generated('memory-auth'),
      QDRANT_DIMENSIONS: '1024',
    });
    expect(edgesOf(template, 'memory')).toEqual(['memory-from-research-agents']);
    expect(edgesOf(template, 'agents')).toContain('agents-to-research-memory');
  });

  test('of one that exists gets the address of its TLS, and no key where it asks for none', () => {
    const existing = VectorStore.fromExisting({ host: 'qdrant.example.com', cidr: '10.0.0.0/24', tls: true });
    expect(existing.clientEnv({} as never)).toEqual({
      QDRANT_URL: 'https://qdrant.example.com:6333',
      QDRANT_HOST: 'qdrant.example.com',
      QDRANT_PORT: '6333',
    });
  });
});

describe('vectors beside the state', () => {
  const beside =
    (props: Partial<StateStoreProps>, ...loads: { dimensions: number; vectors: number }[]) =>
    (setting: Setting) => {
      const state = new StateStore(setting.stack, 'state', { cluster: setting.cluster, ...props });
      return loads.map((load) => VectorStore.pgvector(state, load));
    };

  test('are found as the state is', () => {
    research((setting) => {
      const state = new StateStore(setting.stack, 'state', { cluster: setting.cluster, vector: true });
      const vectors = VectorStore.pgvector(state, { dimensions: 768, vectors: 1_000 });
      const agents = client(setting);
      expect(vectors.clientEnv(agents)).toMatchObject({ PGDATABASE: 'agents', PGVECTOR_DIMENSIONS: '768' });
      expect(vectors.clientEnv(agents)).toMatchObject(state.clientEnv());
    });
  });

  test('need the extension, and a disk for all of them', () => {
    expect(refusal((setting) => void beside({}, { dimensions: 768, vectors: 1_000 })(setting)).problems).toEqual([
      expect.objectContaining({ code: 'AF-CPU-021', prop: 'vector', path: 'research/state' }),
    ]);
    const two = [MILLION, MILLION];
    expect(refusal((setting) => void beside({ vector: true, memoryGiB: 16, storageGiB: 20 }, ...two)(setting)).problems).toEqual([
      expect.objectContaining({ code: 'AF-CPU-019', prop: 'storageGiB', path: 'research/state' }),
    ]);
    const plan = research((setting) => void beside({ vector: true, memoryGiB: 16, storageGiB: 20 }, MILLION)(setting)).plan();
    expect(plan.vectorStores).toEqual([expect.objectContaining({ kind: 'pgvector', ...MILLION, storageGiB: 20 })]);
  });

  test('are no longer than an index takes', () => {
    const problems = refusal((setting) => void beside({ vector: true }, { dimensions: 2_001, vectors: 10 })(setting)).problems;
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop: 'dimensions', value: 2_001 })]);
  });
});

test('the length of the vectors of every embedding model of the catalog is known', () => {
  const models = EMBEDDINGS_MODELS.filter(({ kind }) => kind === 'embedding');
  expect(models.map(({ id, size }) => [id, embeddingSizeOf(id)?.dimensions === size.hidden])).toEqual(models.map(({ id }) => [id, true]));
  expect(embeddingSizeOf('constructor')).toBeNull();
});
