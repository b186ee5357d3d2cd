import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fixedKinds, READ_PROVIDERS } from '../../../lib/plan/diff/fixed-attributes';
import { objectChanges } from '../../../lib/plan/diff/object-changes';
import type { StackJson } from '../../../lib/plan/synthesized-app';

const stack = (type: string, body: object) => ({ resource: { [type]: { id_1: body } } });
const named = (spec: object, name = 'store', labels: object = {}) => ({ metadata: { name, namespace: 'research', labels }, spec });
const SET = 'kubernetes_stateful_set_v1';
const claim = (storage: string) => named({ resources: { requests: { storage } } });

const status = (before: object, after: object, type = SET) =>
  objectChanges(stack(type, before), stack(type, after)).map((one) => [one.status, one.name, one.because]);

test('nothing changes between equal resources, also where a block is written as a list of one', () => {
  expect(status(named({ replicas: 1 }), { metadata: [named({}).metadata], spec: [{ replicas: 1 }] })).toEqual([]);
});

test.each<[string, object, object, string | undefined]>([
  ['replicas', named({ replicas: '1' }), named({ replicas: '2' }), undefined],
  ['a label', named({}), named({}, 'store', { a: 'b' }), undefined],
  ['the name', named({}), named({}, 'other'), 'metadata.name'],
  ['the selector', named({ selector: { match_labels: { a: 'x' } } }), named({ selector: { match_labels: { a: 'y' } } }), 'spec.selector'],
  [
    'the claim of its pods',
    named({ volume_claim_template: [{ a: 1 }, { b: 1 }] }),
    named({ volume_claim_template: [{ a: 1 }] }),
    'spec.volume_claim_template',
  ],
])('%s of a stateful set', (_, before, after, because) => {
  expect(status(before, after)).toEqual([[because === undefined ? 'changed' : 'replaced', 'research/store', because]]);
});

test('what is fixed for one kind may change in another', () => {
  expect(status(named({ selector: { a: 'x' } }), named({ selector: { a: 'y' } }), 'kubernetes_service_v1')[0]?.[0]).toBe('changed');
});

test('resources come and go, by their address in Terraform', () => {
  const [before, after] = [stack('helm_release', { name: 'keda', namespace: 'keda' }), stack(SET, named({}))];
  expect(objectChanges(before, after)).toEqual([
    { status: 'added', type: SET, name: 'research/store' },
    { status: 'removed', type: 'helm_release', name: 'keda/keda' },
  ]);
  expect(objectChanges({}, {})).toEqual([]);
});

/** Rows read in the Go sources of the providers, one a line. */
test.each<[string, object, object, string | undefined]>([
  ['helm_release', { name: 'keda' }, { name: 'keda-2' }, 'name'],
  ['helm_release', { name: 'keda', namespace: 'a' }, { name: 'keda', namespace: 'b' }, 'namespace'],
  ['helm_release', { name: 'keda', version: '1' }, { name: 'keda', version: '2' }, undefined],
  ['kubernetes_config_map_v1', { data: { a: '1' } }, { data: { a: '2' } }, undefined],
  ['kubernetes_config_map_v1', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }, 'data.a'],
  ['kubernetes_config_map_v1', { immutable: true }, {}, 'immutable'],
  ['kubernetes_config_map_v1', {}, { immutable: true }, undefined],
  [
    'kubernetes_deployment_v1',
    named({ selector: { match_labels: { a: 'x' } } }),
    named({ selector: { match_labels: { a: 'y' } } }),
    'spec.selector',
  ],
  [
    'kubernetes_deployment_v1',
    named({ template: { spec: { container: [{ image: 'a' }] } } }),
    named({ template: { spec: { container: [{ image: 'b' }] } } }),
    undefined,
  ],
  [
    'kubernetes_job_v1',
    named({ template: { spec: { container: [{ image: 'a' }] } } }),
    named({ template: { spec: { container: [{ image: 'b' }] } } }),
    'spec.template.spec',
  ],
  [
    'kubernetes_job_v1',
    named({ template: { spec: { active_deadline_seconds: 1 } } }),
    named({ template: { spec: { active_deadline_seconds: 2 } } }),
    undefined,
  ],
  [
    'kubernetes_job_v1',
    named({ template: { metadata: { labels: { a: 'x' } } } }),
    named({ template: { metadata: { labels: { a: 'y' } } } }),
    undefined,
  ],
  ['kubernetes_job_v1', named({ backoff_limit: 1 }), named({ backoff_limit: 2 }), undefined],
  ['kubernetes_job_v1', named({ completions: 1 }), named({ completions: 2 }), 'spec.completions'],
  ['kubernetes_pod_disruption_budget_v1', named({ max_unavailable: '1' }), named({ max_unavailable: '2' }), 'spec.max_unavailable'],
  [
    'kubernetes_persistent_volume_claim_v1',
    named({ storage_class_name: 'a' }),
    named({ storage_class_name: 'b' }),
    'spec.storage_class_name',
  ],
  ['kubernetes_persistent_volume_claim_v1', claim('10Gi'), claim('20Gi'), undefined],
  ['kubernetes_persistent_volume_claim_v1', claim('20Gi'), claim('10Gi'), 'spec.resources.requests.storage'],
  ['kubernetes_persistent_volume_claim_v1', claim('1Ti'), claim('900Gi'), 'spec.resources.requests.storage'],
  ['kubernetes_service_v1', named({ cluster_ip: 'None' }), named({}), 'spec.cluster_ip'],
  ['kubernetes_service_v1', named({ port: [{ port: 80 }] }), named({ port: [{ port: 81 }] }), undefined],
  ['kubernetes_network_policy_v1', named({ policy_types: ['Egress'] }), named({ policy_types: ['Ingress'] }), undefined],
  ['kubernetes_namespace_v1', { metadata: { name: 'a' } }, { metadata: { name: 'b' } }, 'metadata.name'],
  [
    SET,
    named({ volume_claim_template: [{ spec: claim('1Gi').spec }] }),
    named({ volume_claim_template: [{ spec: claim('2Gi').spec }] }),
    undefined,
  ],
  [
    SET,
    named({ volume_claim_template: [{ spec: { access_modes: ['a'] } }] }),
    named({ volume_claim_template: [{ spec: { access_modes: ['b'] } }] }),
    'spec.volume_claim_template',
  ],
])('%s: %j → %j', (type, before, after, because) => {
  expect(status(before, after, type).map(([is, , why]) => [is, why])).toEqual([[because === undefined ? 'changed' : 'replaced', because]]);
});

test('every kind that constructs make has a row, and the providers are the releases that were read', () => {
  const read = (...names: string[]) => readFileSync(path.join(__dirname, '..', '..', '..', ...names), 'utf8');
  const files = [...read('lib', 'terraform', 'kubernetes.ts').matchAll(/'@cdktf\/provider-kubernetes\/lib\/([a-z-]+-v1)'/g)].map(
    ([, file = '']) => file,
  );
  const made = [...new Set(files)].filter((file) => !file.startsWith('data-')).map((file) => `kubernetes_${file.replace(/-/g, '_')}`);
  expect(made.length).toBeGreaterThan(8);
  expect(fixedKinds()).toEqual(expect.arrayContaining([...made, 'helm_release']));
  for (const [provider, release] of Object.entries(READ_PROVIDERS))
    expect(read('node_modules', '@cdktf', `provider-${provider}`, 'lib', 'provider', 'index.js')).toContain(
      `/providers/hashicorp/${provider}/${release}/`,
    );
});

describe('data', () => {
  const CLAIM = 'kubernetes_persistent_volume_claim_v1';
  const SPACE = 'kubernetes_namespace_v1';
  const space = (lifecycle: object) => stack(SPACE, { metadata: { name: 'research' }, ...lifecycle });
  const database = (annotations: object) => ({ kind: 'Cluster', metadata: { name: 'state', namespace: 'research', annotations } });
  const release = (...objects: object[]) =>
    stack('helm_release', { name: 'objects', namespace: 'research', values: [JSON.stringify({ objects })] });
  const both = (one: object, other: object) => ({
    resource: { ...(one as { resource: object }).resource, ...(other as { resource: object }).resource },
  });
  const KEPT = { 'helm.sh/resource-policy': 'keep' };
  const kept = (storage: string, annotations: object = KEPT, component = 'session-store') => ({
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'sessions-data', namespace: 'research', labels: { 'app.kubernetes.io/component': component }, annotations },
    spec: claim(storage).spec,
  });
  const fates = (before: StackJson, after: StackJson) =>
    objectChanges(before, after).flatMap(({ type, name, data }) => (data === undefined ? [] : [`${type} ${name} ${data}`]));

  test('goes with a claim that is destroyed, also to be made anew', () => {
    expect(fates(stack(CLAIM, claim('20Gi')), {})).toEqual([`${CLAIM} research/store lost`]);
    expect(fates(stack(CLAIM, claim('20Gi')), stack(CLAIM, claim('10Gi')))).toEqual([`${CLAIM} research/store lost`]);
    expect(fates(stack(CLAIM, claim('10Gi')), stack(CLAIM, claim('20Gi')))).toEqual([]);
  });

  test('goes with a namespace that Terraform is told to keep, and not with another', () => {
    expect(fates(space({ lifecycle: { prevent_destroy: true } }), {})).toEqual([`${SPACE} research lost`]);
    expect(fates(space({}), {})).toEqual([]);
  });

  test('of a database is left behind where Helm keeps it, and lost where it does not or its namespace goes', () => {
    expect(fates(release(database(KEPT)), release())).toEqual(['Cluster research/state left']);
    expect(fates(release(database(KEPT)), {})).toEqual(['Cluster research/state left']);
    expect(fates(release(database({})), release())).toEqual(['Cluster research/state lost']);
    expect(fates(both(release(database(KEPT)), space({})), {})).toEqual(['Cluster research/state lost']);
    expect(fates(release(database(KEPT)), release(database(KEPT), { kind: 'PodMonitor' }))).toEqual([]);
  });

  test('of a store is left behind with its claim; a claim for weights holds none', () => {
    expect(fates(release(kept('20Gi')), release())).toEqual(['PersistentVolumeClaim research/sessions-data left']);
    expect(fates(release(kept('20Gi', {})), release())).toEqual(['PersistentVolumeClaim research/sessions-data lost']);
    expect(fates(release(kept('20Gi', {}, 'inference')), release())).toEqual([]);
  });

  test('that is left behind says what goes on being paid for, and how to end it', () => {
    const leftOf = (object: object) => objectChanges(release(object), release()).flatMap(({ left }) => left ?? []);
    expect(leftOf({ ...database(KEPT), spec: { instances: 3, storage: { size: '20Gi' } } })).toEqual([
      {
        storageGiB: 60,
        pods: 3,
        command: 'kubectl delete clusters.postgresql.cnpg.io state -n research',
      },
    ]);
    expect(leftOf(kept('6Gi'))).toMatchObject([{ storageGiB: 6, pods: 0 }]);
    const broker = { kind: 'RabbitmqCluster', metadata: database(KEPT).metadata, spec: { replicas: 3, persistence: { storage: '10Gi' } } };
    expect(leftOf(broker)).toMatchObject([{ storageGiB: 30, pods: 3 }]);
  });

  test('stays in a namespace that the API server refuses to delete', () => {
    const policy = (annotations: object) => ({
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'agent-fleet-research-data', annotations },
      spec: { matchConstraints: { resourceRules: [{ resourceNames: ['research'] }] } },
    });
    const held = (annotations: object) =>
      both(release(database(KEPT), policy(annotations)), space({ lifecycle: { prevent_destroy: true } })) as StackJson;
    expect(objectChanges(held(KEPT), {})).toContainEqual(
      expect.objectContaining({
        status: 'refused',
        type: SPACE,
        because: expect.stringContaining('the API server refuses'),
        data: 'left',
        left: expect.objectContaining({
          command: expect.stringContaining('kubectl delete validatingadmissionpolicybindings agent-fleet-research-data'),
        }),
      }),
    );
    expect(fates(held(KEPT), {})).toEqual([`${SPACE} research left`, 'Cluster research/state left']);
    expect(fates(held({}), {})).toEqual([`${SPACE} research lost`, 'Cluster research/state lost']);
  });

  test('is on a volume that does not shrink', () => {
    const refused = { status: 'refused', type: 'PersistentVolumeClaim', name: 'research/sessions-data' };
    expect(objectChanges(release(kept('20Gi')), release(kept('6Gi')))).toContainEqual(
      expect.objectContaining({ ...refused, because: 'a volume of 20 GiB does not shrink to 6 GiB' }),
    );
    expect(fates(release(kept('6Gi')), release(kept('20Gi')))).toEqual([]);
    expect(objectChanges(release(kept('6Gi')), release(kept('20Gi'))).map(({ status: is }) => is)).toEqual(['changed']);
  });

  test('stays where Terraform refuses to make its resource anew, and where it is told to forget it', () => {
    const protection = { lifecycle: { prevent_destroy: true } };
    const guard = (storageClass: string) =>
      stack('kubernetes_config_map_v1', { metadata: { name: `sessions-${storageClass}` }, data: { storageClass }, ...protection });
    expect(objectChanges(guard('a'), guard('b'))).toEqual([expect.objectContaining({ status: 'refused', because: 'storageClass' })]);
    expect(fates(stack(CLAIM, claim('20Gi')), { removed: [{ from: `${CLAIM}.id_1`, lifecycle: { destroy: false } }] })).toEqual([]);
  });

  test('of charts of somebody else is not read', () => {
    expect(fates(stack('helm_release', { name: 'keda', values: ['replicas: 2', '[]'] }), {})).toEqual([]);
  });
});
