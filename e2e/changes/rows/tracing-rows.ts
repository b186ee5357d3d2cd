/** Rows of the collector of a fleet. */
import { ExternalHost, InternalService, type OtlpTracingProps, SecretRef } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, PLACED, type Rows } from './row';

/** Where the spans of each row go unless it says otherwise. */
export const TRACES = new ExternalHost({
  name: 'traces',
  host: 'otlp.example.com',
  cidrs: ['203.0.113.0/24'],
  key: SecretRef.existing('traces', 'key'),
});

const JAEGER = new InternalService({ name: 'jaeger', namespace: 'monitoring', port: 4318 });

export const OTLP_TRACING_ROWS: Rows<OtlpTracingProps> = {
  cluster: ANOTHER_CLUSTER,
  cpuNodePools: PLACED,
  to: { before: { to: TRACES }, after: { to: JAEGER } },
  name: { after: { name: 'tracing-renamed' } },
  replicas: { after: { replicas: 3 } },
  sampledShare: { after: { sampledShare: 0.1 } },
  prompts: { after: { prompts: 'kept' } },
  keptAttributes: { after: { keptAttributes: ['app.tenant'] } },
  keyHeader: { after: { keyHeader: 'x-api-key' } },
  resources: { after: { resources: { memory: '1Gi' } } },
  namespace: { before: { to: JAEGER }, after: { to: JAEGER, namespace: 'traces' } },
};
