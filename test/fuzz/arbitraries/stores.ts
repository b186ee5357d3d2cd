/** Session and state stores: made, existing, or none. */
import type { TerraformStack } from 'cdktf';
import {
  ExternalHost,
  type IService,
  type IStateStore,
  Region,
  SecretRef,
  SessionStore,
  StateStore,
  StoreTls,
  VectorStore,
} from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { anyCaBundle } from './mounted';
import { cpuNodes } from './nodes';
import { given, type Mostly, mapped, oneIn, pick, props } from './odd';
import { type AnyText, textOrToken, written } from './text';

const kind = pick('left out', 'left out', 'made', 'made', 'existing', 'off');
const place = pick({ cidr: '10.0.0.0/24' }, { namespace: 'databases' }, { namespace: 'databases', podPort: 7_000 });
const region = pick<unknown>('eu-central-1', Region.EU);
const PASSWORD = SecretRef.existing('redis', 'password');
const common = { storageClass: pick('shared-rwx'), deletionProtection: pick(true, false) };

export const anySessionStore = (mostly: Mostly) =>
  fc.record({
    kind,
    made: props(mostly, 4, {
      cpuNodePools: cpuNodes,
      name: pick('memory'),
      password: pick(SecretRef.existing('sessions', 'password'), SecretRef.generated('drawn-sessions')),
      tls: pick(
        StoreTls.issuer({ name: 'internal' }),
        StoreTls.issuer({ name: 'own', kind: 'Issuer' }),
        StoreTls.secret({ name: 'store-tls' }),
      ),
      metricsPassword: pick(SecretRef.existing('sessions', 'metrics'), SecretRef.generated('drawn-metrics')),
      /** Of the agents of the first fleet. */
      clients: fc.oneof(
        {
          weight: 9,
          arbitrary: pick({ keys: ['session:*', '{tasks}:*'] }, { password: SecretRef.existing('agents-sessions', 'password') }),
        },
        { weight: 1, arbitrary: pick('nobody') },
      ),
      memoryGiB: pick(1, 0.5, 4),
      storageGiB: pick(12, 30),
      eviction: pick('noeviction', 'allkeys-lru', 'volatile-lru'),
      cpu: pick('1', '250m'),
      ...common,
    }),
    existing: fc.record({
      host: mostly(textOrToken('redis.example.com', '10.0.0.7')),
      place: mostly(place),
      others: props(mostly, 3, {
        region,
        port: pick(6_380),
        login: fc.oneof(
          { weight: 9, arbitrary: pick<object>({ password: PASSWORD }, { password: PASSWORD, username: 'agents' }) },
          { weight: 1, arbitrary: pick<object>({ username: 'agents' }) },
        ),
        trust: fc.oneof(pick<object>({ tls: true }, { tls: false }), fc.record({ tls: fc.constant(true), caBundle: anyCaBundle })),
        uri: pick(SecretRef.existing('redis', 'uri')),
      }),
    }),
  });

const ARCHIVE = {
  to: new ExternalHost({ name: 'backups', host: 's3.example.com', cidrs: ['203.0.113.0/24'], region: 'eu-central-1' }),
  bucket: 'agents-backups/prod',
  accessKeyId: SecretRef.existing('backups', 'id'),
  secretAccessKey: SecretRef.existing('backups', 'key'),
};

export const anyStateStore = (mostly: Mostly) =>
  fc.record({
    kind,
    made: props(mostly, 4, {
      cpuNodePools: cpuNodes,
      name: pick('facts'),
      instances: pick(1, 2, 3),
      storageGiB: pick(10, 40),
      memoryGiB: pick(1, 4),
      cpu: pick('2', '500m'),
      database: pick('crew'),
      vector: pick(true, true, true, false),
      backups: pick({ ...ARCHIVE, serverName: 'now' }, { ...ARCHIVE, schedule: '0 30 1 * * 1-5', retentionDays: 7 }),
      recovery: pick({ ...ARCHIVE, serverName: 'before' }, { ...ARCHIVE, serverName: 'before', targetTime: '2026-11-30T06:00:00+01:00' }),
      operatorNamespace: pick('cnpg-system'),
      maxConnections: pick(100, 200, 20),
      pooler: props(mostly, 3, {
        mode: pick('session', 'transaction'),
        instances: pick(1, 2, 3),
        serverConnections: pick(5, 20, 60),
        clientConnections: pick(100, 1_000),
        resources: pick({ cpu: '1' }, { memory: '512Mi' }),
      }),
      ...common,
    }),
    existing: fc.record({
      host: mostly(textOrToken('db.example.com', '10.1.0.7')),
      place: mostly(place),
      database: mostly(textOrToken('agents')),
      user: mostly(fc.oneof(textOrToken('crew'), pick(SecretRef.existing('postgres', 'user')))),
      password: mostly(pick(SecretRef.existing('postgres', 'password'))),
      others: props(mostly, 3, {
        region,
        port: pick(5_433),
        uri: pick(SecretRef.existing('postgres', 'uri')),
        trust: fc.oneof(
          pick<object>({ sslMode: 'disable' }, { sslMode: 'prefer' }, { sslMode: 'require' }),
          oneIn(4, pick<object>({ sslMode: 'verify-full' })).map((unchecked) => unchecked ?? {}),
          fc.record({ sslMode: pick('verify-ca', 'verify-full'), caBundle: anyCaBundle }),
        ),
      }),
    }),
  });

/** A further database of a state store that is made. */
export const anyDatabase = (mostly: Mostly) =>
  props(mostly, 2, {
    password: pick(SecretRef.existing('library', 'password'), SecretRef.generated('drawn-library')),
    vector: pick(true, true, false),
  });

export type AnySessionStore = ReturnType<typeof anySessionStore> extends fc.Arbitrary<infer T> ? T : never;
export type AnyStateStore = ReturnType<typeof anyStateStore> extends fc.Arbitrary<infer T> ? T : never;

/** What a fleet takes as its store; undefined where the prop is left out. */
export function sessionStoreOf(store: AnySessionStore, stack: TerraformStack, id: string, at: object, client: string): unknown {
  const { host, place: where, others } = store.existing;
  const clients = mapped(store.made.clients, (drawn) => (drawn === 'nobody' ? { nobody: {} } : { [client]: drawn }));
  const { login = {}, trust = {}, ...more } = others as { readonly login?: object; readonly trust?: object };
  return choose(store.kind, {
    made: () => new SessionStore(stack, id, { ...at, ...given({ ...store.made, clients }) } as never),
    existing: () => SessionStore.fromExisting({ host: written<AnyText>(host, stack), ...where, ...more, ...login, ...trust } as never),
  });
}

/** @param isForVectors the database keeps vectors as well */
export function stateStoreOf(store: AnyStateStore, stack: TerraformStack, id: string, at: object, isForVectors: boolean): unknown {
  const { host, place: where, database, user, password, others } = store.existing;
  const { trust = {}, ...more } = others as { readonly trust?: object };
  const texts = { host: written<AnyText>(host, stack), database: written<AnyText>(database, stack), user: written<unknown>(user, stack) };
  return choose(store.kind, {
    made: () => new StateStore(stack, id, { ...at, ...(isForVectors ? { vector: true } : {}), ...store.made } as never),
    existing: () => StateStore.fromExisting(given({ ...texts, ...where, password, ...more, ...trust }) as never),
  });
}

/** The store itself where there is no further one, or where it exists already. */
export const databaseOf = (database: object | undefined, state: unknown): unknown =>
  database !== undefined && state instanceof StateStore ? state.addDatabase('library', given(database)) : state;

function choose(chosen: string, ways: Readonly<Record<'made' | 'existing', () => unknown>>): unknown {
  if (chosen === 'left out') return undefined;
  return chosen === 'made' || chosen === 'existing' ? ways[chosen]() : false;
}

export const anyVectorStore = (mostly: Mostly) =>
  fc.record({
    kind: pick('made', 'existing', 'beside the state'),
    dimensions: mostly(pick(768, 1_024, 1_000)),
    vectors: mostly(pick(1_000, 1_000_000)),
    payload: props(mostly, 2, { payloadBytes: pick(0, 500) }),
    made: props(mostly, 4, {
      cpuNodePools: cpuNodes,
      name: pick('recall'),
      apiKey: pick(SecretRef.existing('vectors', 'key'), SecretRef.generated('drawn-vectors')),
      memoryGiB: pick(2, 12),
      storageGiB: pick(30, 60),
      cpu: pick('2', '500m'),
      ...common,
    }),
    existing: fc.record({
      host: mostly(textOrToken('qdrant.example.com', '10.0.0.9')),
      place: mostly(place),
      others: props(mostly, 3, {
        region,
        port: pick(6_443),
        apiKey: pick(SecretRef.existing('qdrant', 'key')),
        tls: pick(true, false),
        dimensions: pick(768, 1_024),
      }),
    }),
  });

export type AnyVectorStore = ReturnType<typeof anyVectorStore> extends fc.Arbitrary<infer T> ? T : never;

/** One of the services of a fleet; none beside a state store that there is not. */
export function vectorStoresOf(store: AnyVectorStore | undefined, stack: TerraformStack, at: object, state: unknown): IService[] {
  if (store === undefined) return [];
  const { kind: made, dimensions, vectors, payload, existing } = store;
  const load = { dimensions, vectors, ...payload };
  if (made === 'made') return [new VectorStore(stack, 'vectors', { ...at, ...load, ...store.made } as never)];
  if (made === 'existing') {
    const { host, place: where, others } = existing;
    return [VectorStore.fromExisting({ host: written<AnyText>(host, stack), ...where, ...others } as never)];
  }
  return typeof state === 'object' ? [VectorStore.pgvector(state as IStateStore, load as never)] : [];
}
