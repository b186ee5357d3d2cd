/**
 * What Pod Security "restricted" asks of a pod and of each container. Every container has `runAsNonRoot` on purpose:
 * the provider writes false where a security context leaves it out, and then no pod is admitted.
 */
import type { DeploymentV1SpecTemplateSpec, DeploymentV1SpecTemplateSpecContainer } from '../terraform/kubernetes';
import type { UserRealm } from './pod-users';

type RestrictedPod = Pick<DeploymentV1SpecTemplateSpec, 'automountServiceAccountToken' | 'enableServiceLinks' | 'securityContext'>;
type ContainerSecurityContext = NonNullable<DeploymentV1SpecTemplateSpecContainer['securityContext']>;

export interface RunAs {
  readonly user: number;
  readonly group: number;
}

/**
 * What every pod has: no token of the API server, no variables of the services beside it (one called like a variable of an engine would inject another
 * value, e.g. `…_PORT=tcp://…`, and the engine refuses to start), and no rights.
 *
 * @param groups further groups of the processes, for files that no fsGroup reaches
 */
export function restrictedPod(runAs: RunAs, realm: UserRealm, groups: readonly number[] = []): RestrictedPod {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      ...ids(runAs, realm),
      ...(realm.podUsers === 'of-image' ? { fsGroup: String(runAs.group) } : {}),
      fsGroupChangePolicy: 'OnRootMismatch',
      ...(groups.length === 0 ? {} : { supplementalGroups: [...groups] }),
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

export function containerSecurity(runAs: RunAs, realm: UserRealm): ContainerSecurityContext {
  return {
    runAsNonRoot: true,
    ...ids(runAs, realm),
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** None where the namespace gives them: the admission writes ids of its range, and refuses all others. */
const ids = ({ user, group }: RunAs, { podUsers }: UserRealm) =>
  podUsers === 'of-image' ? { runAsUser: String(user), runAsGroup: String(group) } : {};
