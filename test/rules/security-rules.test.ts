import { Region } from '../../lib/catalog/region';
import { evaluateRules } from '../../lib/core/evaluate-rules';
import { secretByReference } from '../../lib/core/secrets/rules/secret-by-reference';
import type { DataPlace } from '../../lib/security/residency/data-place';
import { residentData } from '../../lib/security/residency/resident-data';
import { COMPLIANCE_RULES, RESIDENCY_RULES, RESIDENT_DATA_RULES } from '../../lib/security/residency/rules';
import {
  API_CALLER_RULES,
  DIGEST_RULES,
  GENERATED_SECRET_RULES,
  HELD_STATE_RULES,
  HELD_VOLUME_RULES,
  IDENTITY_RULES,
  IMAGE_RULES,
  MESH_RULES,
  NAMESPACE_RULES,
  OWN_LABEL_RULES,
  QUOTA_RULES,
  READ_SECRET_RULES,
  SIGNATURE_RULES,
  SIGNER_RULES,
  STARTED_RULES,
  USED_SERVICE_RULES,
  WORKLOAD_NAME_RULES,
} from '../../lib/security/rules';
import { EXTERNAL_SECRET_RULES } from '../../lib/services/external-secret/rules';
import type { SecretUse } from '../../lib/services/external-secret/secret-references';
import {
  ARCHIVE_RULES,
  SESSION_CLIENT_RULES,
  SESSION_STORE_RULES,
  STATE_CONNECTION_RULES,
  VECTOR_DATABASE_RULES,
  VECTOR_ROOM_RULES,
} from '../../lib/stores/rules';
import { describeRules } from './cases';

const held = (deletionProtection: boolean) => ({ holds: 'claim research/sessions', fixed: ['name', 'namespace'], deletionProtection });

describeRules('rules of what holds data', HELD_STATE_RULES, {
  // Every protected store is named.
  'held-state-named': { violated: [held(true)], compliant: 'never', notApplicable: held(false) },
  'held-state-protected': { violated: [held(false)], compliant: held(true), notApplicable: 'always' },
});

const onClass = (storageClass?: string) => ({
  storageClass,
  prop: 'storageClass',
  classes: {
    nfs: { fsGroup: 'ignored' as const },
    efs: { fsGroup: 'ignored' as const, group: 5000 },
    disks: { fsGroup: 'applied' as const },
  },
});

describeRules('rules of volumes that hold data', HELD_VOLUME_RULES, {
  'volume-writable': { violated: [onClass('nfs')], compliant: onClass('efs'), notApplicable: onClass('unknown') },
});

const caller = (...apiServerCidrs: string[]) => ({ who: 'Postgres cluster research/state', apiServerCidrs });

describeRules('rules of what calls the Kubernetes API', API_CALLER_RULES, {
  'api-server-named': { violated: [caller()], compliant: caller('10.0.0.2/32'), notApplicable: 'always' },
});

const EU = { key: 'eu', name: 'eu' };
const US = { key: 'us', name: 'us' };
const made = (cluster = EU) => ({ owned: true, cluster });
const existing = { owned: false, cluster: EU };
const namespace = (name: string, ...uses: ReturnType<typeof made>[]) => ({ name, uses, operators: [] });

describeRules('rules of a namespace in a stack', NAMESPACE_RULES, {
  'namespace-makeable': {
    violated: [namespace('kube-system', made())],
    compliant: namespace('research', made()),
    notApplicable: namespace('kube-system', existing),
  },
  'namespace-used-one-way': {
    violated: [namespace('research', made(), existing)],
    compliant: namespace('research', made(), made()),
    notApplicable: namespace('research', made()),
  },
  'namespace-on-one-cluster': {
    violated: [namespace('research', made(), made(US))],
    compliant: namespace('research', made(), made({ key: 'eu', name: 'another name' })),
    notApplicable: namespace('research', made()),
  },
});

const counted = (room: boolean | null, ...uncounted: string[]) => ({ name: 'research', room, uncounted });

describeRules('rules of a namespace with a quota', QUOTA_RULES, {
  'pods-counted': {
    violated: [counted(false, 'helm_release at research/extra')],
    compliant: counted(true, 'helm_release at research/extra'),
    notApplicable: counted(null, 'helm_release at research/extra'),
  },
});

const asked = (isAsked: boolean, ...unsigned: string[]) => ({ isAsked, images: 2, unsigned });
const signers = (given: boolean, ...unused: string[]) => ({ given, unused, pulled: ['registry.example.com/agents'] });

describeRules('rules of signatures in a namespace', SIGNATURE_RULES, {
  'images-signed': { violated: [asked(true, 'docker.io/a/b:1')], compliant: asked(true), notApplicable: asked(false, 'docker.io/a/b:1') },
});

describeRules('rules of signers', SIGNER_RULES, {
  'signer-used': { violated: [signers(true, 'registry.example.com/agent')], compliant: signers(true), notApplicable: signers(false) },
});

const joining = (hasMesh: boolean, isJoined: boolean) => ({ name: 'research', hasMesh, isJoined });

describeRules('rules of a namespace on a cluster with a mesh', MESH_RULES, {
  'mesh-joined': { violated: [joining(true, false)], compliant: joining(true, true), notApplicable: joining(false, false) },
});

const runs = (...images: string[]) => ({ environment: 'production' as const, images, byTag: [] });

const UNRELEASED = ['nightly-20260809-d2ba586', '1.2.1rc4', 'v2-beta', 'latest', 'main'];

const pulls = (byTag: string[], environment: 'production' | 'development' = 'production') => ({
  environment,
  images: ['docker.io/a/b:1', 'docker.io/c/d:2'],
  byTag,
});

describeRules('rules of images', IMAGE_RULES, {
  'images-pinned': {
    violated: [pulls(['docker.io/a/b:1'])],
    compliant: pulls([]),
    notApplicable: pulls(['docker.io/a/b:1'], 'development'),
  },
  'images-released': {
    violated: [runs('docker.io/c/d:2', ...UNRELEASED.map((tag) => `docker.io/a/b:${tag}`))],
    compliant: runs('docker.io/a/b:v0.5.23-runtime', 'ghcr.io/a/c:18.6-standard-trixie', `ghcr.io/a/maintainer@sha256:${'a'.repeat(64)}`),
    notApplicable: { ...runs('docker.io/a/b:nightly'), environment: 'development' as const },
  },
});

test.each(UNRELEASED)('the tag %s is of no release', (tag) => {
  const found = evaluateRules(IMAGE_RULES, runs(`docker.io/a/b:${tag}`), {}).map(({ code }) => code);
  expect(found).toEqual(['AF-SUP-005']);
});

const digests = (given: boolean, ...unused: string[]) => ({ given, unused, pulled: ['docker.io/vllm/vllm-openai:v0.30.0'] });

describeRules('rules of digests', DIGEST_RULES, {
  'digest-used': {
    violated: [digests(true, 'docker.io/vllm/vllm-openai:v0.29.0')],
    compliant: digests(true),
    notApplicable: digests(false),
  },
});

const reader = { path: 'research/agents', namespace: 'research' };
const read = (from: string) => ({ secret: 'sessions-auth', owner: 'data/sessions', namespace: from, reader });

describeRules('rules of a secret that another construct reads', READ_SECRET_RULES, {
  'secret-in-namespace': { violated: [read('data')], compliant: read('research'), notApplicable: 'always' },
});

const generated = (isDrawn: boolean) => ({ prop: 'env.KEY', ref: { name: 'key', key: 'password' }, reader, isDrawn });

const brought = (namespace: string, key: string | undefined = 'api-key', use: SecretUse = 'variable', type = 'Opaque') => ({
  ...{ secret: 'openai', keys: ['api-key', '.dockerconfigjson'], type, namespace: 'research' },
  read: { secret: 'openai', key, use, namespace, cluster: 'prod-eu', reader: 'research/agents' },
});
const pulled = (type: string) => brought('research', '.dockerconfigjson', 'registry', type);

describeRules('rules of a secret from a store', EXTERNAL_SECRET_RULES, {
  'key-brought': { violated: [brought('research', 'password')], compliant: brought('research'), notApplicable: brought('support') },
  'read-where-brought': { violated: [brought('support')], compliant: brought('research'), notApplicable: 'always' },
  'pulled-by-type': {
    violated: [pulled('Opaque')],
    compliant: pulled('kubernetes.io/dockerconfigjson'),
    notApplicable: brought('research'),
  },
});

describeRules('rules of a generated secret', GENERATED_SECRET_RULES, {
  'secret-drawn': { violated: [generated(false)], compliant: generated(true), notApplicable: 'always' },
});

const started = (...args: string[]) => ({ args, env: {}, argsProp: 'args' as const });

describeRules('rules of what a process is started with', STARTED_RULES, {
  'no-remote-code': { violated: [started('--trust-remote-code')], compliant: started('--x'), notApplicable: started() },
});

const identified = (issuer: string | undefined, reachesOutside: boolean) => ({ issuer, reachesOutside, opens: ['internet: true'] });

describeRules('rules of pods with an identity', IDENTITY_RULES, {
  'identity-reaches-issuer': {
    violated: [identified('sts.amazonaws.com', false)],
    compliant: identified('sts.amazonaws.com', true),
    notApplicable: identified(undefined, false),
  },
});

const named = (name: string) => ({ name, becomes: 'a Deployment', example: "new X(stack, 'x', …)" });

const added = (madeBefore?: string) => ({ labels: ['cost-center'], madeBefore });

describeRules('rules of labels of a user', OWN_LABEL_RULES, {
  'labels-in-time': { violated: [added('research/pool')], compliant: added(), notApplicable: 'always' },
});

describeRules('rules of the name of a workload', WORKLOAD_NAME_RULES, {
  'workload-named': { violated: [named('My_Pool')], compliant: named('planner'), notApplicable: 'always' },
});

describeRules('rules of a session store', SESSION_STORE_RULES, {
  'disk-holds-log': {
    violated: [{ storageGiB: 7, memoryGiB: 4 }],
    compliant: { storageGiB: 8, memoryGiB: 4 },
    notApplicable: { storageGiB: undefined, memoryGiB: 4 },
  },
});

describeRules('rules of the clients of a session store', SESSION_CLIENT_RULES, {
  'session-client-used': {
    violated: [{ given: { agent: {} }, clients: ['agents'] }],
    compliant: { given: { agents: {} }, clients: ['agents'] },
    notApplicable: { given: {}, clients: ['agents'] },
  },
});

const room = { what: '1,000 vectors of 768 numbers', need: { memoryGiB: 5.7, diskGiB: 7.6 }, memoryGiB: 6, storageGiB: 8 };

describeRules('rules of what holds vectors', VECTOR_ROOM_RULES, {
  'memory-holds-vectors': { violated: [{ ...room, memoryGiB: 5.6 }], compliant: room, notApplicable: 'always' },
  'disk-holds-vectors': { violated: [{ ...room, storageGiB: 7 }], compliant: room, notApplicable: 'always' },
});

describeRules('rules of a Postgres with vectors', VECTOR_DATABASE_RULES, {
  'extension-made': { violated: [{ name: 'state', vector: false }], compliant: { name: 'state', vector: true }, notApplicable: 'always' },
});

describeRules('rules of secrets', [secretByReference], {
  'secret-by-reference': {
    violated: [[{ prop: 'env.HF_TOKEN', repairs: ["HF_TOKEN: SecretRef.existing('hub', 'token')"] }]],
    compliant: [],
    notApplicable: 'always',
  },
});

const host = (region: string, isOpen = false): DataPlace => ({
  kind: 'external host',
  name: 'crm.example.com',
  region: Region.named(region),
  repairs: ['region of the ExternalHost crm'],
  isOpen,
});
const resident = (...places: readonly DataPlace[]) =>
  residentData(
    { from: 'role planner', prop: 'roles.planner.dataResidency', residency: Region.EU },
    places.map((to) => ({ how: 'is wired to', to })),
  );

describeRules('rules of data that stays in a region', RESIDENT_DATA_RULES, {
  'data-stays-inside': {
    violated: [resident(host('eu-central-1'), host('us-east-1'))],
    compliant: resident(host('eu-central-1'), host('eu-central-1', true)),
    notApplicable: 'always',
  },
  'residency-held': {
    violated: [resident(host('eu-central-1', true))],
    compliant: resident(host('eu-central-1'), host('us-east-1', true)),
    notApplicable: resident(),
  },
});

const declared = (residency: Region, around: Region | null) => ({
  prop: 'roles.planner.dataResidency',
  residency,
  around: around === null ? null : { of: 'fleet' as const, residency: around },
});

describeRules('rules of regions that are named twice', RESIDENCY_RULES, {
  'residency-narrows': {
    violated: [declared(Region.EEA, Region.EU)],
    compliant: declared(Region.GERMANY, Region.EU),
    notApplicable: declared(Region.EU, null),
  },
});

const complied = (compliance: readonly ('gdpr' | 'iso-27001')[], residency: Region | null) => ({
  prop: 'compliance',
  compliance,
  residency,
});

describeRules('rules of laws and standards that are said to be kept', COMPLIANCE_RULES, {
  'compliance-checked': {
    violated: [complied(['gdpr'], null)],
    compliant: complied(['gdpr'], Region.EU),
    notApplicable: complied(['iso-27001'], null),
  },
});

const unused = { kind: 'task-queue', name: 'tasks', isUsed: false, prop: 'consumes' };

describeRules('rules of what somebody calls', USED_SERVICE_RULES, {
  'service-used': { violated: [unused], compliant: { ...unused, isUsed: true }, notApplicable: 'always' },
});

const connections = (connections: number | undefined, pooler?: { pods: number; serverConnections: number }) => ({
  store: 'state',
  clients: connections === undefined ? [] : [{ client: 'agents', connections }],
  room: 90,
  of: 'maxConnections 100 without the 10 of the operator and superusers',
  maxConnections: 100,
  memoryGiB: 2,
  open: null,
  pooler: pooler === undefined ? undefined : { ...pooler, isGiven: true },
});

const open = (connections_: number, memoryGiB: number, isStated: boolean) => ({
  ...connections(undefined),
  memoryGiB,
  open: { connections: connections_, of: 'maxConnections 100', isStated },
});

const archived = (serverName: string | null, ...earlier: string[]) => ({
  store: 'state',
  serverName,
  place: 's3://agents-backups/prod of https://s3.example.com',
  earlier,
  ownName: 'us-state',
});

describeRules('rules of the archives of state stores', ARCHIVE_RULES, {
  'archive-of-one-store': {
    violated: [archived('state', 'eu/state')],
    compliant: archived('state'),
    notApplicable: archived(null),
  },
});

describeRules('rules of connections to a state store', STATE_CONNECTION_RULES, {
  'connections-fit': { violated: [connections(91)], compliant: connections(90), notApplicable: connections(undefined) },
  'pooler-within-connections': {
    violated: [connections(1, { pods: 3, serverConnections: 31 })],
    compliant: connections(1, { pods: 3, serverConnections: 30 }),
    notApplicable: connections(1),
  },
  'memory-holds-connections': {
    violated: [open(100, 0.5, true), open(100, 1.25, true)],
    compliant: open(100, 2, false),
    notApplicable: connections(1),
  },
});
