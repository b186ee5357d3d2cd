/** A pod as Kubernetes writes it, from the words of the Terraform provider: for objects that carry a pod template and go to the cluster as they are. */
import type {
  DeploymentV1SpecTemplateSpec,
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecInitContainer,
} from '../../terraform/kubernetes';

type Fields = Readonly<Record<string, unknown>>;

export function kubernetesPod(spec: DeploymentV1SpecTemplateSpec): Fields {
  const { container, initContainer, volume, toleration, securityContext, affinity, ...rest } = spec;
  return {
    ...rest,
    ...(affinity === undefined ? {} : { affinity: nodeAffinityOf(affinity) }),
    tolerations: toleration,
    securityContext: withNumbers(securityContext),
    ...(initContainer === undefined
      ? {}
      : { initContainers: listOf<DeploymentV1SpecTemplateSpecInitContainer>(initContainer).map(kubernetesContainer) }),
    containers: listOf<DeploymentV1SpecTemplateSpecContainer>(container).map(kubernetesContainer),
    volumes: volume,
  };
}

function kubernetesContainer(container: DeploymentV1SpecTemplateSpecContainer): Fields {
  const { port, volumeMount, securityContext, lifecycle, startupProbe, readinessProbe, livenessProbe, ...rest } = container;
  return {
    ...rest,
    ...(port === undefined || listOf(port).length === 0 ? {} : { ports: port }),
    ...(volumeMount === undefined ? {} : { volumeMounts: volumeMount }),
    ...(securityContext === undefined ? {} : { securityContext: withNumbers(securityContext) }),
    ...(lifecycle === undefined ? {} : { lifecycle: hooksOf(lifecycle) }),
    ...probes({ startupProbe, readinessProbe, livenessProbe }),
  };
}

/** Named ports stay texts, numbers become numbers. */
function probes(given: Readonly<Record<string, DeploymentV1SpecTemplateSpecContainer['startupProbe']>>): Fields {
  const entries = Object.entries(given).flatMap(([name, probe]) => {
    if (probe === undefined) return [];
    const { httpGet, ...rest } = probe;
    if (httpGet === undefined) return [[name, rest] as const];
    const { port = '' } = httpGet;
    return [[name, { ...rest, httpGet: { ...httpGet, port: /^\d+$/.test(port) ? Number(port) : port } }] as const];
  });
  return Object.fromEntries(entries);
}

/** The provider takes ids of users and groups as texts. */
function withNumbers(context: object | undefined): Fields {
  const ids = ['runAsUser', 'runAsGroup', 'fsGroup'];
  return Object.fromEntries(Object.entries(context ?? {}).map(([key, value]) => [key, ids.includes(key) ? Number(value) : value]));
}

function hooksOf({ preStop }: NonNullable<DeploymentV1SpecTemplateSpecContainer['lifecycle']>): Fields {
  const [hook] = listOf(preStop);
  return hook === undefined ? {} : { preStop: hook };
}

function nodeAffinityOf({ nodeAffinity }: NonNullable<DeploymentV1SpecTemplateSpec['affinity']>): Fields {
  const terms = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerm;
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } };
}

/** Lists of the provider may be tokens of lists; ours never are. */
const listOf = <T = unknown>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : []);
