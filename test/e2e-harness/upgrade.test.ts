import * as path from 'node:path';
import { FleetStack } from '../../e2e/fleets/fleet-stack';
import { isLasting } from '../../e2e/upgrade/force-new';
import { renamed, withRenamedPool } from '../../e2e/upgrade/renamed-pool';
import { STORED_EXAMPLES, type StoredStack, storedStacks } from '../../e2e/upgrade/stored-release';
import { type Synthesis, upgradeProblems } from '../../e2e/upgrade/survival';
import { type StackJson, SynthesizedApp } from '../../lib/plan/synthesized-app';
import { temporaryOutdir } from '../setup/temporary-outdir';

const stored = storedStacks();

/** What today's synthesis of the stored examples writes. */
const today = new Map(STORED_EXAMPLES.map((example): [string, SynthesizedApp] => [example, synthesized(example)]));
const todayOf = ({ example, name }: StoredStack): FleetStack => FleetStack.of((today.get(example) as SynthesizedApp).stack(name));

function synthesized(example: string): SynthesizedApp {
  const outdir = temporaryOutdir();
  process.env['CDKTF_OUTDIR'] = outdir;
  jest.requireActual(path.join('../../examples', example, 'main'));
  return SynthesizedApp.read(outdir);
}

const synthesisOf = (stack: FleetStack): Synthesis => ({ json: stack.json, manifests: stack.manifests() });
const names = stored.map(({ version, example, name }) => `${version}/${example}/${name}`);

test('every stored example is there', () => {
  expect([...new Set(stored.map(({ example }) => example))].sort()).toEqual([...STORED_EXAMPLES].sort());
});

describe.each(names)('an upgrade from %s', (id) => {
  const release = stored[names.indexOf(id)] as StoredStack;

  test('destroys no pool, and moves no address without saying so', () => {
    expect(upgradeProblems(release, synthesisOf(todayOf(release)))).toEqual([]);
  });

  test('sees a renamed construct of a pool', () => {
    const { stack, pool } = withRenamedPool(todayOf(release));
    expect(upgradeProblems(release, synthesisOf(stack)).join('\n')).toMatch(
      new RegExp(`kubernetes_deployment_v1\\.${pool}_deployment_\\w+ is now kubernetes_deployment_v1\\.renamed_\\S+ without a moved block`),
    );
  });

  test('is stored with a state of the same resources', () => {
    const state = JSON.parse(release.state) as { resources: { type: string; name: string }[] };
    const written = Object.entries(release.json.resource ?? {}).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((key) => `${type}.${key}`),
    );
    expect(state.resources.map(({ type, name }) => `${type}.${name}`).sort()).toEqual(written.sort());
  });
});

describe('what must survive an upgrade', () => {
  const claim = {
    metadata: { name: 'weights', namespace: 'crew' },
    spec: { access_modes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const pool = { metadata: [{ name: 'pool', namespace: 'crew' }], spec: { selector: { match_labels: { app: 'pool' } }, replicas: '1' } };
  const policy = { metadata: { name: 'open', namespace: 'crew' } };
  const before: StackJson = {
    resource: {
      kubernetes_persistent_volume_claim_v1: { pool_weights: claim },
      kubernetes_deployment_v1: { pool_deployment: pool },
      kubernetes_network_policy_v1: { pool_open: policy },
    },
  };
  const problems = (change: (json: StackJson & { resource: Record<string, Record<string, unknown>> }) => void) => {
    const after = structuredClone(before) as StackJson & { resource: Record<string, Record<string, unknown>> };
    change(after);
    return upgradeProblems({ json: before, manifests: [] }, { json: after, manifests: [] });
  };

  test('nothing changed: nothing to say', () => {
    expect(problems(() => undefined)).toEqual([]);
  });

  test('another replica count, another size of a claim and a policy that goes are safe', () => {
    expect(
      problems(({ resource }) => {
        resource['kubernetes_deployment_v1'] = { pool_deployment: { ...pool, spec: { ...pool.spec, replicas: '2' } } };
        const spec = { ...claim.spec, resources: { requests: { storage: '2Gi' } } };
        resource['kubernetes_persistent_volume_claim_v1'] = { pool_weights: { ...claim, spec } };
        delete resource['kubernetes_network_policy_v1'];
      }),
    ).toEqual([]);
  });

  test('another storage class makes another claim', () => {
    expect(
      problems(({ resource }) => {
        resource['kubernetes_persistent_volume_claim_v1'] = {
          pool_weights: { ...claim, spec: { ...claim.spec, storage_class_name: 'fast' } },
        };
      }),
    ).toEqual([
      'kubernetes_persistent_volume_claim_v1.pool_weights: spec.storage_class_name was absent, is "fast": the object would be replaced',
    ]);
  });

  test('another selector makes another deployment', () => {
    const spec = { ...pool.spec, selector: [{ match_labels: { app: 'pool', part: 'engine' } }] };
    expect(
      problems(({ resource }) => Object.assign(resource, { kubernetes_deployment_v1: { pool_deployment: { ...pool, spec } } })),
    ).toEqual([
      'kubernetes_deployment_v1.pool_deployment: spec.selector was {"match_labels":{"app":"pool"}}, is {"match_labels":{"app":"pool","part":"engine"}}: the object would be replaced',
    ]);
  });

  test('a list of one block and the block are the same', () => {
    const spec = { ...pool.spec, selector: [pool.spec.selector] };
    expect(
      problems(({ resource }) => Object.assign(resource, { kubernetes_deployment_v1: { pool_deployment: { ...pool, spec } } })),
    ).toEqual([]);
  });

  test('a pool that goes is a problem, a policy that moves without a moved block as well', () => {
    expect(
      problems(({ resource }) => {
        delete resource['kubernetes_deployment_v1'];
        resource['kubernetes_network_policy_v1'] = { other_open: policy };
      }),
    ).toEqual([
      'kubernetes_deployment_v1.pool_deployment is gone: crew/pool would be deleted',
      'kubernetes_network_policy_v1.pool_open is now kubernetes_network_policy_v1.other_open without a moved block: crew/open would be replaced',
    ]);
  });

  test('what Terraform is told to forget is left alone, and what it is told to destroy is not', () => {
    const from = 'kubernetes_persistent_volume_claim_v1.pool_weights';
    const told = (destroy: boolean) =>
      problems((json) => {
        delete json.resource['kubernetes_persistent_volume_claim_v1'];
        Object.assign(json, { removed: [{ from, lifecycle: { destroy } }] });
      });
    expect(told(false)).toEqual([]);
    expect(told(true)).toEqual([`${from} is gone: crew/weights would be deleted`]);
  });

  test('a moved block says where everything went', () => {
    expect(
      problems((json) => {
        const addresses = (type: string) => Object.keys(before.resource?.[type] ?? {}).map((id) => `${type}.${id}`);
        const moved = Object.keys(before.resource ?? {})
          .flatMap(addresses)
          .map((from) => ({ from, to: from.replace('.pool_', '.renamed_pool_') }));
        Object.assign(json, renamed(before, 'pool'), { moved });
      }),
    ).toEqual([]);
  });

  test('a database inside of a release must stay; its API may get a newer version', () => {
    const database = (apiVersion: string) => ({ apiVersion, kind: 'Cluster', metadata: { name: 'state', namespace: 'crew' } });
    const from = { json: {}, manifests: [database('postgresql.cnpg.io/v1')] };
    expect(upgradeProblems(from, { json: {}, manifests: [database('postgresql.cnpg.io/v2')] })).toEqual([]);
    expect(upgradeProblems(from, { json: {}, manifests: [] })).toEqual(['Cluster crew/state is gone']);
  });

  test('claims, pools, services, namespaces and secrets last; policies and disruption budgets do not', () => {
    const lasting = ['namespace', 'deployment', 'stateful_set', 'service', 'persistent_volume_claim', 'secret'];
    expect(lasting.filter((kind) => !isLasting(`kubernetes_${kind}_v1`))).toEqual([]);
    expect(isLasting('kubernetes_network_policy_v1')).toBe(false);
    expect(isLasting('kubernetes_pod_disruption_budget_v1')).toBe(false);
  });
});
