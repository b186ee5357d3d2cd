/** The objects of a queue on RabbitMQ: the broker as its operator takes it, and a Job that declares the queue in it. */
import type { Construct } from 'constructs';
import { imageReference, Pins } from '../../catalog/pins';
import type { SecretRef } from '../../core/secret-ref';
import { groupsOfClass } from '../../platform/held-volume';
import { oneTimeJob } from '../../platform/one-time-job';
import { cpuNodeAffinity, cpuTolerations, onCpuNodes } from '../../platform/placement';
import type { PodImages } from '../../platform/pod-images';
import { renderDisruptionBudget } from '../../platform/workload-objects';
import { keptByHelm } from '../../security/deletion-protection';
import type { FleetNamespace } from '../../security/fleet-namespace';
import { objectLabels, selectorLabels } from '../../security/labels';
import { containerSecurity, restrictedPod } from '../../security/pod-hardening';
import { guardedClass, guardState } from '../../security/state-guard';
import type { Workload } from '../../security/workload';
import { type CustomObject, CustomObjects } from '../../terraform/custom-objects';
import { lazyText, type TerraformStack } from '../../terraform/engine';
import { toEnv } from '../../terraform/env';
import { ConfigMapV1 } from '../../terraform/kubernetes';
import type { Startable } from '../../terraform/startable';
import type { RabbitMqQueueSpec } from './rabbitmq-props';

export const AMQP_PORT = 5672;
export const MANAGEMENT_PORT = 15_672;
export const METRICS_PORT = 15_692;
/** By which the servers find each other and talk (cluster-operator v2.22.1, docs/examples/network-policies). */
export const INTERNODE_PORTS = [4369, 25_672];

const DECLARE_SUFFIX = '-declare';
const FOLDER = '/etc/queue';
const FILE = 'definitions.json';
/** User of the image (docker-library/rabbitmq). */
const RUN_AS = { user: 999, group: 999 };
/** Attempts before the Job gives up: the servers take minutes to start. */
const RETRIES = 20;
/** Seconds that a server may take to hand over its queues; the operator's default is a week. */
const GRACE_SECONDS = 600;

/** Posts the definitions by the runtime that the image has anyway; the credentials are in no argument. */
export const DECLARE = [
  'application:ensure_all_started(inets)',
  `{ok, Body} = file:read_file("${FOLDER}/${FILE}")`,
  'Login = base64:encode_to_string(os:getenv("BROKER_USER") ++ ":" ++ os:getenv("BROKER_PASSWORD"))',
  'Request = {os:getenv("BROKER_API") ++ "/api/definitions", [{"authorization", "Basic " ++ Login}], "application/json", Body}',
  'case httpc:request(post, Request, [{timeout, 30000}], []) of {ok, {{_, Status, _}, _, _}} when Status < 300 -> halt(0); Answer -> io:format("~p~n", [Answer]), halt(1) end.',
].join(', ');

/** What the objects are made of. */
export interface RenderedBroker {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly workload: Workload;
  readonly spec: RabbitMqQueueSpec;
  readonly images: PodImages;
  readonly host: string;
  readonly user: SecretRef;
  readonly password: SecretRef;
  /** Known when the stack is written. */
  definitions(): object;
}

/** @returns what clients wait for */
export function renderBroker(broker: RenderedBroker): readonly Startable[] {
  const objects = CustomObjects.of(broker.stack, broker.workload.namespace);
  objects.add(`rabbitmq-${broker.name}`, () => rabbitmqCluster(broker));
  renderGuard(broker);
  broker.workload.namespace.holdData(broker.spec.deletionProtection);
  renderDisruptionBudget({ scope: broker.scope, workload: broker.workload, metadata: meta(broker) }, broker.spec.replicas);
  return [objects.resource, renderDeclaration(broker, objects)];
}

const meta = ({ name, workload, stack }: RenderedBroker) => ({
  name,
  namespace: workload.namespace.name,
  labels: objectLabels(name, 'task-queue', stack.node.id, workload),
});

function rabbitmqCluster(broker: RenderedBroker): CustomObject {
  const { replicas, storageGiB, storageClass, cpu, memoryGiB, deletionProtection } = broker.spec;
  const memory = `${Math.ceil(memoryGiB * 1024)}Mi`;
  return {
    apiVersion: 'rabbitmq.com/v1beta1',
    kind: 'RabbitmqCluster',
    metadata: { ...meta(broker), ...(deletionProtection ? { annotations: keptByHelm(deletionProtection) } : {}) },
    spec: {
      replicas,
      image: broker.images.pull(imageReference(Pins.images.rabbitmq)),
      ...broker.images.pullSecrets(),
      persistence: { storage: `${storageGiB}Gi`, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) },
      resources: { requests: { cpu, memory }, limits: { memory } },
      affinity: { nodeAffinity: cpuNodeAffinity(broker.workload), podAntiAffinity: apart(broker.workload) },
      ...cpuTolerations(broker.workload),
      terminationGracePeriodSeconds: GRACE_SECONDS,
      ...overridden(broker.workload.namespace, groupsOfClass(storageClass, broker.spec.cluster)),
    },
  };
}

/** On nodes of their own where there are as many: a queue answers as long as most of its servers do. */
const apart = ({ selector }: Workload) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [
    { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { ...selector } } } },
  ],
});

/**
 * The operator writes user 999 and group 0 on the pod; an empty context takes them away (cluster-operator v2.22, docs/examples/default-security-context). Of the
 * labels of the broker it gives pods none that begin with `app.kubernetes.io` (internal/metadata/label.go), so those by which policies find them stand here, too.
 */
function overridden({ podUsers, foundBy }: Pick<FleetNamespace, 'podUsers' | 'foundBy'>, supplementalGroups: readonly number[]) {
  const metadata = Object.keys(foundBy).length === 0 ? {} : { metadata: { labels: foundBy } };
  const context =
    podUsers === 'of-image' ? (supplementalGroups.length === 0 ? undefined : { supplementalGroups: [...supplementalGroups] }) : {};
  const spec = context === undefined ? {} : { spec: { securityContext: context, containers: [] } };
  const template = { ...metadata, ...spec };
  return Object.keys(template).length === 0 ? {} : { override: { statefulSet: { spec: { template } } } };
}

function renderGuard(broker: RenderedBroker): void {
  const { storageClass, deletionProtection } = broker.spec;
  guardState({
    scope: broker.scope,
    workload: broker.workload,
    metadata: meta(broker),
    holds: `RabbitmqCluster ${broker.name}`,
    fixed: { storageClass: guardedClass(storageClass) },
    noun: 'queue',
    deletionProtection,
  });
}

/** The pods of the Job, as the network sees them. */
export const declaring = ({ owner, name, namespace, nodes }: Workload): Workload => ({
  owner,
  name: `${name}${DECLARE_SUFFIX}`,
  namespace,
  selector: selectorLabels(`${name}${DECLARE_SUFFIX}`, 'task-queue'),
  // That of the namespace: pods of a Job mount no token.
  serviceAccount: 'default',
  ...(nodes === undefined ? {} : { nodes }),
});

/**
 * The definitions are in the name of the Job: other definitions are another Job. A broker that reads definitions when it starts
 * would make no user of its own, and the operator's credentials would open nothing.
 */
function renderDeclaration(broker: RenderedBroker, objects: CustomObjects): Startable {
  const { scope, workload, host, user, password, images, stack } = broker;
  const name = `${broker.name}${DECLARE_SUFFIX}`;
  const text = (): string => JSON.stringify(broker.definitions(), null, 2);
  const named = { ...meta(broker), name, labels: objectLabels(name, 'task-queue', stack.node.id, workload) };
  const data = new ConfigMapV1(scope, 'definitions', {
    metadata: named,
    data: { [FILE]: lazyText(text) },
    dependsOn: [workload.namespace.resource],
  });
  const env = { BROKER_API: `http://${host}:${MANAGEMENT_PORT}`, BROKER_USER: user, BROKER_PASSWORD: password };
  const disk = { 'ephemeral-storage': '64Mi' };
  const pod = {
    restartPolicy: 'OnFailure',
    ...images.pullSecrets(),
    ...restrictedPod(RUN_AS, workload.namespace),
    ...onCpuNodes(workload),
    terminationGracePeriodSeconds: 5,
    container: [
      {
        name: 'declare',
        image: images.pull(imageReference(Pins.images.rabbitmq)),
        imagePullPolicy: 'IfNotPresent',
        command: ['erl', '-noinput', '-eval', DECLARE],
        env: toEnv({ HOME: '/tmp', ...env }),
        resources: { requests: { cpu: '50m', memory: '128Mi', ...disk }, limits: { memory: '128Mi', ...disk } },
        securityContext: containerSecurity(RUN_AS, workload.namespace),
        volumeMount: [
          { name: 'definitions', mountPath: FOLDER, readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volume: [
      { name: 'definitions', configMap: { name } },
      { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } },
    ],
  };
  return oneTimeJob({
    ...{ scope, id: 'declare', name, namespace: named.namespace, labels: named.labels, pod },
    content: () => JSON.stringify([pod, text()]),
    retries: RETRIES,
    dependsOn: [data, objects.resource],
  });
}
