import { regionOf } from '../catalog/region';
import { brand, hasBrand } from '../core/brand';
import { checkMethods, textRule } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { DataPlace, DataSender } from '../security/residency/data-place';
import type { Workload } from '../security/workload';
import { ROUTER_ARGUMENT } from '../security/workload-argument';
import { ExternalHost } from '../services/external-host';
import { type BedrockModelProps, bedrockHost, bedrockModelSchema } from './bedrock-model-props';
import {
  type AddressedModelProps,
  type AzureModelProps,
  addressedModelSchema,
  azureModelSchema,
  type ExternalModelProps,
  type ExternalModelSpec,
  externalModelSchema,
} from './external-model-props';
import { GOOGLE_TOKENS, type VertexModelProps, vertexHost, vertexModelSchema } from './vertex-model-props';

/** Who serves an external model. */
export type ExternalProvider = 'openai' | 'anthropic' | 'azure' | 'bedrock' | 'vertex' | 'openai-compatible';

/** What is different at each provider. */
interface ProviderAddress {
  readonly provider: ExternalProvider;
  /** Host that the network is opened to. */
  readonly host: string;
  readonly port: number;
  /** Undefined where the provider has one address only. */
  readonly url?: string;
  readonly apiVersion?: string;
  /** Region of AWS, location of Google Cloud. */
  readonly location?: string;
  /** Project of Google Cloud. */
  readonly project?: string;
  /** Hosts of the provider that are called beside it, e.g. for tokens. */
  readonly beside?: readonly string[];
}

const HTTPS = 443;

/**
 * A model that somebody else serves, reached through the router: by an alias of its own, or as fallback of a pool. Its key is a reference, and the network
 * of the router is opened to its host.
 *
 * @example
 * const big = ExternalModel.anthropic({ model: 'claude-sonnet-4-5', key: SecretRef.existing('anthropic', 'key'), maxContextTokens: 200_000 });
 * new LiteLLMRouter(stack, 'router', { cluster, externalModels: { big }, fallbacks: { planner: ['big'] } });
 */
export class ExternalModel {
  /**
   * A model at api.openai.com.
   * @throws FleetSpecError when a prop is malformed.
   */
  static openAi(props: ExternalModelProps): ExternalModel {
    const spec = parseProps(externalModelSchema, props, contextOf('openAi'));
    return new ExternalModel(spec, { provider: 'openai', host: 'api.openai.com', port: HTTPS });
  }

  /**
   * A model at api.anthropic.com.
   * @throws FleetSpecError when a prop is malformed.
   */
  static anthropic(props: ExternalModelProps): ExternalModel {
    const spec = parseProps(externalModelSchema, props, contextOf('anthropic'));
    return new ExternalModel(spec, { provider: 'anthropic', host: 'api.anthropic.com', port: HTTPS });
  }

  /**
   * A deployment of Azure OpenAI, e.g. at `https://mine.openai.azure.com`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static azure(props: AzureModelProps): ExternalModel {
    const { url, apiVersion, ...spec } = parseProps(azureModelSchema, props, contextOf('azure'));
    return new ExternalModel(spec, { provider: 'azure', ...placeOf(url), url, apiVersion });
  }

  /**
   * A model of Amazon Bedrock, at the endpoint of a region. Without `key` the router asks with its own role: `identity: WorkloadIdentity.aws({ … })`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static bedrock(props: BedrockModelProps): ExternalModel {
    const { awsRegion, ...spec } = parseProps(bedrockModelSchema, props, contextOf('bedrock'));
    const host = bedrockHost(awsRegion);
    return new ExternalModel(spec, { provider: 'bedrock', host, port: HTTPS, url: `https://${host}`, location: awsRegion });
  }

  /**
   * A model of Google's Vertex AI, at the endpoint of a location. Without `key` the router asks as its own service account:
   * `identity: WorkloadIdentity.google({ … })`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static vertex(props: VertexModelProps): ExternalModel {
    const { project, location, ...spec } = parseProps(vertexModelSchema, props, contextOf('vertex'));
    const host = vertexHost(location);
    const beside = spec.key === undefined ? [] : [GOOGLE_TOKENS];
    return new ExternalModel(spec, { provider: 'vertex', host, port: HTTPS, url: `https://${host}`, location, project, beside });
  }

  /**
   * A model behind any API that speaks the OpenAI dialect; the URL ends as that of its documentation does, usually in `/v1`.
   * @throws FleetSpecError when a prop is malformed.
   */
  static openAiCompatible(props: AddressedModelProps): ExternalModel {
    const { url, ...spec } = parseProps(addressedModelSchema, props, contextOf('openAiCompatible'));
    return new ExternalModel(spec, { provider: 'openai-compatible', ...placeOf(url), url });
  }

  /** Recognises an external model by its brand, so that two copies of the library agree. */
  static isExternalModel(value: unknown): value is ExternalModel {
    return hasBrand(value, 'ExternalModel');
  }

  readonly provider: ExternalProvider;
  readonly url: string | undefined;
  readonly apiVersion: string | undefined;
  /** Region of AWS or location of Google Cloud whose endpoint is called; undefined at other providers. */
  readonly location: string | undefined;
  /** Project of Google Cloud; undefined at other providers. */
  readonly project: string | undefined;
  /** What was asked for. */
  readonly spec: ExternalModelSpec;
  private readonly place: ExternalHost;
  private readonly beside: readonly ExternalHost[];

  private constructor(spec: ExternalModelSpec, { provider, host, port, url, apiVersion, location, project, beside = [] }: ProviderAddress) {
    this.spec = spec;
    this.provider = provider;
    this.url = url;
    this.apiVersion = apiVersion;
    this.location = location;
    this.project = project;
    const ranges = spec.cidrs === undefined ? {} : { cidrs: spec.cidrs };
    this.place = new ExternalHost({ name: provider, host, port, ...ranges });
    this.beside = beside.map((other) => new ExternalHost({ name: provider, host: other, port, ...ranges }));
    brand(this, 'ExternalModel');
  }

  get host(): string {
    return this.place.host;
  }

  /** The cloud knows the pods of the router by their identity, and asks for no key. */
  get byIdentity(): boolean {
    return this.spec.key === undefined;
  }

  /** Address ranges that are opened; empty where every public IPv4 address is. */
  get ranges(): readonly string[] {
    return this.place.ranges;
  }

  /**
   * Where data goes that the router sends to the model.
   * @param alias under which the router has it
   * @param sender the router, whose network may open the host by its name alone; without it any address counts as open where no ranges are named
   */
  dataPlace(alias: string, { byName = false }: Pick<DataSender, 'byName'> = {}): DataPlace {
    const { region } = this.spec;
    return {
      kind: 'external model',
      name: `${alias} at ${this.host}`,
      region: region === undefined ? null : regionOf(region),
      repairs: [`region of externalModels.${alias}, or an alias inside the region in its place`],
      isOpen: this.ranges.length === 0 && !byName,
    };
  }

  /** Opens the network from the router to the host of the model, and where its key is changed for a token. */
  admit(router: Workload): void {
    for (const host of [this.place, ...this.beside]) host.admit(router);
  }
}

checkMethods(ExternalModel, { admit: ROUTER_ARGUMENT, dataPlace: [textRule('alias', "'big'")] });

const contextOf = (factory: string) => ({ path: `ExternalModel.${factory}`, className: `ExternalModel.${factory}` });

function placeOf(url: string) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === '' ? HTTPS : Number(port) };
}
