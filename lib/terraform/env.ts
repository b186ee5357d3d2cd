/** Environment of a container: plain values and tokens as they are, secrets as references that the kubelet resolves. */
import { SecretRef } from '../core/secret-ref';
import type { DeploymentV1SpecTemplateSpecContainerEnv } from './kubernetes';

export function toEnv(env: Readonly<Record<string, string | SecretRef>>): DeploymentV1SpecTemplateSpecContainerEnv[] {
  return Object.entries(env).map(([name, value]) =>
    SecretRef.isSecretRef(value) ? { name, valueFrom: { secretKeyRef: { name: value.name, key: value.key } } } : { name, value },
  );
}
