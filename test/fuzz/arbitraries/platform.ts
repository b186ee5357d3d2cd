/** Operators of a cluster: installed, there already, or not wanted. */
import * as path from 'node:path';
import type { TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { cpuNodes } from './nodes';
import { type Mostly, mapped, oneIn, pick, props } from './odd';
import { textOrToken, writtenValues } from './text';

const RABBITMQ_MANIFEST = path.join(__dirname, '../../support/cluster-operator.yml');

const anyValues = fc.dictionary(pick('logLevel', 'nameOverride'), textOrToken('debug', '${a}', '{{ b }}'), {
  minKeys: 1,
  noNullPrototype: true,
});
const anyVersion = pick('99.1.0', 'v1.2.3-rc.1');
const shared = { version: anyVersion, values: anyValues };
const anyOperator = (mostly: Mostly) => props(mostly, 3, { namespace: pick('operators'), ...shared });

const DISCOVERY = { tier: 'gpu' };

/** Node pools that Karpenter starts; the cluster that is drawn may have none that it can. */
export const anyKarpenter = (mostly: Mostly) =>
  props(mostly, 2, {
    nodePools: pick(['started']),
    expireAfterHours: pick(336),
    drainMinutes: pick(30),
    emptySeconds: pick(0, 60),
  }).chain((settings) =>
    fc
      .oneof(
        { weight: 1, arbitrary: pick<unknown>('gpu') },
        {
          weight: 4,
          arbitrary: props(mostly, 2, {
            diskGiB: pick(200),
            localDisks: pick(true, false),
            capacityReservations: pick({ team: 'research' }),
            tags: pick({ team: 'research' }),
          })
            .chain((more) => pick({ role: 'nodes' }, { instanceProfile: 'nodes' }).map((identity) => ({ ...identity, ...more })))
            .map((more) => ({
              ami: 'al2023@v20260810',
              subnets: DISCOVERY,
              securityGroups: DISCOVERY,
              ...more,
            })),
        },
      )
      .map((nodeClass) => ({ ...settings, nodeClass })),
  );

const choice = <T>(mostly: Mostly, operator: fc.Arbitrary<T>) =>
  oneIn(
    3,
    mostly(
      fc.oneof({ weight: 20, arbitrary: operator }, { weight: 15, arbitrary: pick('existing') }, { weight: 1, arbitrary: pick(false) }),
    ),
  );

export const anyPlatform = (mostly: Mostly) =>
  fc.record({
    cpuNodePools: cpuNodes,
    prometheus: choice(
      mostly,
      props(mostly, 4, {
        ...shared,
        retentionDays: pick(7, 30),
        storageGiB: pick(20, 100),
        storageClass: pick('shared-rwx'),
        callers: pick(['ingress']),
        deletionProtection: pick(true, false),
        grafanaAdminSecret: pick('grafana-admin'),
        controlPlaneMetrics: pick(true),
      }),
    ),
    keda: choice(mostly, anyOperator(mostly)),
    gpuOperator: choice(
      mostly,
      fc
        .tuple(
          anyOperator(mostly),
          props(mostly, 2, {
            driver: pick(false),
            toolkit: pick(false),
            migStrategy: pick('none', 'single', 'mixed'),
            tolerations: pick(
              [{ key: 'sku', operator: 'Exists' }],
              [{ key: 'sku', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }],
              [{ key: 'gpus', operator: 'Equal', value: 'yes', effect: 'NoExecute' }],
            ),
          }),
        )
        .map(([operator, gpu]) => ({ ...operator, ...gpu })),
    ),
    externalSecrets: choice(mostly, anyOperator(mostly)),
    postgresOperator: choice(mostly, anyOperator(mostly)),
    leaderWorkerSet: choice(mostly, anyOperator(mostly)),
    rayOperator: choice(mostly, props(mostly, 2, shared)),
    rabbitmqOperator: choice(mostly, props(mostly, 1, { manifest: pick(RABBITMQ_MANIFEST) })),
    chartMirror: oneIn(
      6,
      mostly(
        pick<unknown>('https://charts.example.com/mirror', 'oci://registry.internal/charts', [
          { from: 'https://kedacore.github.io/charts', to: 'oci://registry.internal/keda' },
        ]),
      ),
    ),
  });

export type AnyPlatform = ReturnType<typeof anyPlatform> extends fc.Arbitrary<infer T> ? T : never;

/** Texts among the values of charts as a program writes them. */
export function platformProps(platform: AnyPlatform, stack: TerraformStack): Record<string, unknown> {
  const props = Object.entries(platform).map(([name, operator]) => [name, mapped(operator, (value) => withValues(value, stack))] as const);
  return Object.fromEntries(props.filter(([, value]) => value !== undefined));
}

const withValues = (operator: unknown, stack: TerraformStack): unknown =>
  typeof operator === 'object' && operator !== null && !Array.isArray(operator) && 'values' in operator
    ? { ...operator, values: writtenValues(operator.values, stack) }
    : operator;
