/** Who tells Prometheus how full a session store is: an exporter beside the server, as a user who reads figures and no data. */
import { imageReference, Pins } from '../catalog/pins';
import type { SecretRef } from '../core/secret-ref';
import type { PodImages } from '../platform/pod-images';
import { containerSecurity } from '../security/pod-hardening';
import type { IScraped } from '../security/scraped';
import type { Workload } from '../security/workload';
import { toEnv } from '../terraform/env';
import type { StatefulSetV1SpecTemplateSpecContainer } from '../terraform/kubernetes';
import type { ObservedStore } from './contract';
import { claimName } from './store-objects';
import { volumesOf } from './volume-series';

export const METRICS_PORT = 9121;
export const METRICS_PORT_NAME = 'metrics';
export const METRICS_PATH = '/metrics';
export const METRICS_USER = 'metrics';
/** User of the image. */
const RUN_AS = { user: 59_000, group: 59_000 };

/** Reads figures of the server and lengths of streams. */
export const metricsRules = (streams: readonly string[]): string =>
  [...streams.map((stream) => `~${stream}`), '-@all', '+info', '+ping', '+select', '+xinfo', '+client|setname', '+latency|latest'].join(
    ' ',
  );

/** What the exporter is made of. */
interface CountedStore {
  readonly spec: { readonly tls?: object | undefined };
  readonly metricsPassword: SecretRef;
  /** Streams whose entries are counted. */
  streams(): readonly string[];
  readonly images: PodImages;
  readonly workload: Workload;
}

/** @param port of the server */
export function metricsContainer(store: CountedStore, port: number): StatefulSetV1SpecTemplateSpecContainer {
  const memory = '64Mi';
  const disk = { 'ephemeral-storage': '16Mi' };
  const streams = store.streams().map((stream) => `db0=${stream}`);
  return {
    name: 'metrics',
    image: store.images.pull(imageReference(Pins.images.redisExporter)),
    imagePullPolicy: 'IfNotPresent',
    env: toEnv({
      REDIS_ADDR: `${store.spec.tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
      // Inside of the pod nobody stands between: the certificate is for other names.
      ...(store.spec.tls === undefined ? {} : { REDIS_EXPORTER_SKIP_TLS_VERIFICATION: 'true' }),
      REDIS_USER: METRICS_USER,
      REDIS_PASSWORD: store.metricsPassword,
      // It may not ask for the configuration of the server.
      REDIS_EXPORTER_CONFIG_COMMAND: '-',
      ...(streams.length === 0 ? {} : { REDIS_EXPORTER_CHECK_SINGLE_STREAMS: streams.join(',') }),
    }),
    port: [{ name: METRICS_PORT_NAME, containerPort: METRICS_PORT, protocol: 'TCP' }],
    resources: { requests: { cpu: '10m', memory, ...disk }, limits: { memory, ...disk } },
    securityContext: containerSecurity(RUN_AS, store.workload.namespace),
  };
}

/**
 * The series of the exporter by what they mean.
 * @param certificate name of the Certificate that cert-manager renews; undefined where there is none
 */
export function observedBy(scraped: IScraped, certificate?: string): ObservedStore {
  const { name, namespace } = scraped.workload;
  const of = (series: string, more = '') => `${series}{namespace="${namespace.name}",pod="${name}-0"${more}}`;
  return {
    scraped,
    up: of('redis_up'),
    usedBytes: of('redis_memory_used_bytes'),
    mostBytes: of('redis_memory_max_bytes'),
    evicted: of('redis_evicted_keys_total'),
    writesLog: of('redis_aof_last_write_status'),
    shortensLog: of('redis_aof_last_bgrewrite_status'),
    volumes: volumesOf(namespace.name, claimName({ name })),
    lengthOf: (stream) => of('redis_stream_length', `,stream="${stream}"`),
    certificate: certificate === undefined ? undefined : certificateSeries(namespace.name, certificate),
  };
}

/**
 * Series of cert-manager (internal/collectors/certificate_collector.go of 1.21.1). A ServiceMonitor without `honorLabels`, as its chart makes one, writes its own namespace
 * into `namespace`, and that of the certificate into `exported_namespace`.
 */
function certificateSeries(namespace: string, name: string): { readonly renewed: string; readonly ends: string } {
  const either = (series: string) =>
    `max(${series}{name="${name}",namespace="${namespace}"} or ${series}{name="${name}",exported_namespace="${namespace}"})`;
  return {
    renewed: either('certmanager_certificate_renewal_timestamp_seconds'),
    ends: either('certmanager_certificate_expiration_timestamp_seconds'),
  };
}
