import { z } from 'zod';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { podResourcesSchema } from '../core/kubernetes/pod-resources';
import { notion } from '../core/notion';
import { branded, wholeNumber } from '../core/schema';
import { Cluster } from '../platform/cluster';
import { cpuNodePoolsSchema } from '../platform/cpu-node-pools';
import { type Namespace, namespaceSchema } from '../security/namespace';
import { holdsContent } from './kept-attributes';
import { destinationSchema, type TraceDestination } from './trace-destination';

/** Props of a collector that takes the spans of fleets and sends them on. */
export interface TracingProps {
  /** Cluster the collector runs on. */
  readonly cluster: Cluster;
  /**
   * Node pools of the cluster, by name, on which the collector runs: the first with room is taken, and their taints are tolerated, e.g. `['system']`.
   * @default - `cpuNodePools` of the cluster; without those any CPU nodes without taints
   */
  readonly cpuNodePools?: readonly string[];
  /**
   * Where the spans go, with the key to authenticate with; the collector reaches it and nothing else. Where it stands decides in which region traces are kept.
   */
  readonly to: TraceDestination;
  /**
   * Name of the Deployment and the Service, independent of the id of the construct.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Pods of the collector.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Share of the traces that is sent on, above 0 and up to 1. A trace is kept or dropped as a whole, by its id, whichever pod takes its spans.
   * @default 1
   */
  readonly sampledShare?: number;
  /**
   * What becomes of prompts, answers and the arguments and results of tools in spans. `'removed'`: only attributes that hold no text of users leave the cluster
   * (`gen_ai.*` without messages, `http.*`, `error.type`, …), and messages of errors are emptied. `'kept'`: everything leaves.
   * @default 'removed'
   */
  readonly prompts?: 'removed' | 'kept';
  /**
   * Attributes of your own that leave as well where prompts are removed, e.g. `['app.tenant']`. Only the first 256 characters of each are sent.
   * @default - none
   */
  readonly keptAttributes?: readonly string[];
  /**
   * CPU and memory of a pod.
   * @default - 200m and 512Mi, assumed
   */
  readonly resources?: { readonly cpu?: string; readonly memory?: string };
  /**
   * Namespace of the collector (a name makes it, `Namespace.existing(…)` uses one); where the key of the destination is.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

/** Props of a collector that sends to any server which speaks OTLP over HTTP. */
export interface OtlpTracingProps extends TracingProps {
  /**
   * Header that carries the key of `to`, e.g. `x-honeycomb-team`.
   * @default 'authorization' - with `Bearer ` before the key
   */
  readonly keyHeader?: string;
}

/** Props of a collector that sends to LangSmith. */
export interface LangSmithTracingProps extends TracingProps {
  /**
   * Project of LangSmith in which the traces are kept.
   * @default - the one that LangSmith calls default
   */
  readonly project?: string;
}

/** Props of a collector that is there already. */
export interface ExistingTracingProps {
  /**
   * Collector or backend that takes OTLP over HTTP. Its `key` is the whole text of `OTEL_EXPORTER_OTLP_HEADERS`, e.g. `authorization=Bearer …`, in the namespace of
   * the clients. What it does with prompts is its own affair: clients are told not to write them.
   */
  readonly to: TraceDestination;
}

const attributeName = notion(
  'name of an attribute',
  "lower-case letters, digits, dots, dashes and underscores, e.g. 'app.tenant'",
  (text) => /^[a-z][a-z0-9_.-]{0,127}$/.test(text),
);
/** Headers of HTTP itself, which carry no key. */
const HTTP_HEADERS = [
  'accept',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
];

const headerName = notion(
  'name of a header',
  "letters, digits and dashes, and no header of HTTP itself, e.g. 'x-api-key'",
  (text) => /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(text) && !HTTP_HEADERS.includes(text.toLowerCase()),
);
const projectName = notion('name of a project', 'letters, digits, spaces, dots, dashes and underscores', (text) =>
  /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,127}$/.test(text),
);

const shape = {
  cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
  cpuNodePools: cpuNodePoolsSchema,
  to: destinationSchema,
  name: dnsLabel.optional(),
  replicas: wholeNumber(1, 100).default(2),
  sampledShare: z.number().positive().max(1).default(1),
  prompts: z.enum(['removed', 'kept']).default('removed'),
  keptAttributes: z.array(attributeName).default([]),
  resources: podResourcesSchema.optional(),
  namespace: namespaceSchema.optional(),
};

interface Kept {
  readonly prompts: 'removed' | 'kept';
  readonly keptAttributes: readonly string[];
}
const keepsNoContent = ({ prompts, keptAttributes }: Kept): boolean => prompts === 'kept' || !keptAttributes.some(holdsContent);
const CONTENT_REMOVED = {
  error: "expected attributes that hold no prompts or answers by their names; prompts: 'kept' sends those, too",
  path: ['keptAttributes'],
};
/** The collector and the SDKs of the agents speak OTLP over HTTP. */
const speaksHttp = ({ to }: { readonly to: TraceDestination }): boolean => /^https?:\/\//.test(to.url);
const HTTP_NEEDED = {
  error: "expected a destination with scheme 'http' or 'https': spans are sent over HTTP, usually to port 4318; 4317 takes gRPC alone",
  path: ['to'],
};
/** Whether the path of a destination is without the end that is written behind it. */
const isWithout =
  (end: string) =>
  ({ to }: { readonly to: TraceDestination }): boolean =>
    !to.url.replace(/\/$/, '').endsWith(end);
const written = (end: string) => ({ error: `expected a destination without the path ${end}, which is written behind it`, path: ['to'] });
/** What OTLP over HTTP writes behind every address. */
const TRACES = '/v1/traces';
export const LANGFUSE_PATH = '/api/public/otel';
export const LANGSMITH_PATH = '/otel';

const isKeyed = ({ to }: { readonly to: TraceDestination }): boolean => to.key !== undefined;
const keyNeeded = (what: string) => ({ error: `expected a destination with a key: ${what}`, path: ['to'] });

export const otlpTracingSchema = z
  .strictObject({ ...shape, keyHeader: headerName.optional() })
  .refine(keepsNoContent, CONTENT_REMOVED)
  .refine(speaksHttp, HTTP_NEEDED)
  .refine(isWithout(TRACES), written(TRACES))
  .refine(({ to, keyHeader }) => keyHeader === undefined || to.key !== undefined, {
    error: 'expected a key of the destination (to) beside it',
    path: ['keyHeader'],
  });

export const langfuseTracingSchema = z
  .strictObject(shape)
  .refine(keepsNoContent, CONTENT_REMOVED)
  .refine(speaksHttp, HTTP_NEEDED)
  .refine(isWithout(TRACES), written(TRACES))
  .refine(isWithout(LANGFUSE_PATH), written(LANGFUSE_PATH))
  .refine(isKeyed, keyNeeded("key: SecretRef.existing('langfuse', 'basic'), the text <public key>:<secret key> in base64"));

export const langSmithTracingSchema = z
  .strictObject({ ...shape, project: projectName.optional() })
  .refine(keepsNoContent, CONTENT_REMOVED)
  .refine(speaksHttp, HTTP_NEEDED)
  .refine(isWithout(TRACES), written(TRACES))
  .refine(isWithout(LANGSMITH_PATH), written(LANGSMITH_PATH))
  .refine(isKeyed, keyNeeded("key: SecretRef.existing('langsmith', 'api-key')"));

export const existingTracingSchema = z
  .strictObject({ to: destinationSchema })
  .refine(speaksHttp, HTTP_NEEDED)
  .refine(isWithout(TRACES), written(TRACES));

/** What every collector of this library is made of, after its checks. */
export interface TracingSpec extends z.output<typeof langfuseTracingSchema> {}
