/** The only door to the Helm provider. */
export { HelmProvider } from '@cdktf/provider-helm/lib/provider';
export type { ReleaseConfig } from '@cdktf/provider-helm/lib/release';
export { Release } from '@cdktf/provider-helm/lib/release';
