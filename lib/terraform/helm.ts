/** The only door to the Helm provider. What the classes are given is data. */
import { HelmProvider as Provider } from '@cdktf/provider-helm/lib/provider';
import { Release as HelmRelease } from '@cdktf/provider-helm/lib/release';
import { providerWithLiteralData, withLiteralData } from './literal-blocks';

export type { HelmProviderConfig } from '@cdktf/provider-helm/lib/provider';
export type { ReleaseConfig } from '@cdktf/provider-helm/lib/release';
export class HelmProvider extends providerWithLiteralData(Provider) {}
export class Release extends withLiteralData(HelmRelease) {}
