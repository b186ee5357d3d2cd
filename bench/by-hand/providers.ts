/** Both providers, at the cluster of the reference fleet. */
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { TerraformStack } from 'cdktf';

const ACCESS = { configPath: '~/.kube/config', configContext: 'prod-eu' };

export function providers(stack: TerraformStack): void {
  new KubernetesProvider(stack, 'kubernetes', ACCESS);
  new HelmProvider(stack, 'helm', { kubernetes: ACCESS });
}
