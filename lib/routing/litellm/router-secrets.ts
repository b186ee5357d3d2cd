/** Secrets of a router that no client holds. */
import type { Construct } from 'constructs';
import { dnsSubdomainOf } from '../../core/kubernetes/dns-subdomain';
import { SecretRef } from '../../core/secret-ref';
import { provideSecret } from '../../security/generated-secrets';
import type { Workload } from '../../security/workload';
import type { TerraformStack } from '../../terraform/engine';
import { KEY_PREFIX } from './client-keys/client-keys';
import type { LiteLLMRouterSpec } from './router-props';

export interface RouterSecrets {
  /** With it everything of the router can be read and changed. */
  readonly masterKey: SecretRef;
  /** Encrypts what the router keeps in its database. Of its own name, so that another master key changes nothing of what is encrypted. */
  readonly saltKey: SecretRef;
}

export function routerSecrets(name: string, { masterKey }: LiteLLMRouterSpec): RouterSecrets {
  const drawn = (what: string) => SecretRef.generated(`${dnsSubdomainOf(name)}-${what}`);
  return { masterKey: masterKey ?? drawn('master-key'), saltKey: drawn('salt-key') };
}

/** Who provides them. */
interface SecretOwner {
  readonly owner: Construct;
  readonly stack: TerraformStack;
  readonly workload: Workload;
  readonly spec: LiteLLMRouterSpec;
}

export function provideSecrets({ owner, stack, workload, spec }: SecretOwner, { masterKey, saltKey }: RouterSecrets): void {
  provideSecret(stack, workload.namespace, masterKey, { owner, prefix: KEY_PREFIX });
  if (spec.database !== undefined) provideSecret(stack, workload.namespace, saltKey, { owner });
}
