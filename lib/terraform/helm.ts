/** The only door to the Helm provider. What the classes are given is data. */
import { HelmProvider as Provider } from '@cdktf/provider-helm/lib/provider';
import { Release as HelmRelease } from '@cdktf/provider-helm/lib/release';
import { withLiteralData } from './literal';

export type { HelmProviderConfig } from '@cdktf/provider-helm/lib/provider';
export type { ReleaseConfig } from '@cdktf/provider-helm/lib/release';
export class HelmProvider extends withLiteralData(Provider) {}
export class Release extends withLiteralData(HelmRelease) {}
