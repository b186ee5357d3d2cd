/**
 * What Pod Security "restricted" asks of a pod and of each container. Every container has `runAsNonRoot` on purpose:
 * the provider writes false where a security context leaves it out, and then no pod is admitted.
 */
import type { DeploymentV1SpecTemplateSpec, DeploymentV1SpecTemplateSpecContainer } from '../terraform/kubernetes';

type PodSecurityContext = NonNullable<DeploymentV1SpecTemplateSpec['securityContext']>;
type ContainerSecurityContext = NonNullable<DeploymentV1SpecTemplateSpecContainer['securityContext']>;

export interface RunAs {
  readonly user: number;
  readonly group: number;
}

export function podSecurity({ user, group }: RunAs): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: String(user),
    runAsGroup: String(group),
    fsGroup: String(group),
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

export function containerSecurity({ user, group }: RunAs): ContainerSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: String(user),
    runAsGroup: String(group),
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
