/** The variables by which clients find a service that this library does not make: names are the user's, values are parts of its address. */
import { z } from 'zod';
import { placeSchema, type Region } from '../catalog/region';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { httpPath } from '../core/kubernetes/http-path';
import { notion } from '../core/notion';
import { existingSecretSchema, type SecretRef } from '../core/secret-ref';
import { type CaBundle, caBundleSchema } from '../security/ca-bundle';
import type { ServiceEntry } from '../security/service';

/** A part of the address: `address` is host and port, `url` all of it with scheme and path, `key` the `SecretRef` of the service, `ca` the file with its certificates. */
export type AddressPart = 'host' | 'port' | 'address' | 'url' | 'key' | 'ca';

/** What clients are told of a service that exists. */
export interface ServiceClientProps {
  /** What it is called in variables and messages, e.g. `vectors`. */
  readonly name: string;
  /**
   * Path of its URL.
   * @default - none
   */
  readonly path?: string;
  /**
   * Which variable holds which part of the address, e.g. `{ QDRANT_URL: 'url', QDRANT_API_KEY: 'key' }`.
   * @default - `<NAME>_HOST`, `<NAME>_PORT`, `<NAME>_URL`, `<NAME>_API_KEY` where there is a key, and `<NAME>_CA_FILE` where there is a `caBundle`
   */
  readonly env?: Readonly<Record<string, AddressPart>>;
  /**
   * Key or password that clients authenticate with: `SecretRef.existing(…)`, in the namespace of the clients.
   * @default - it asks for none
   */
  readonly key?: SecretRef;
  /**
   * Certificates by which clients check the service, where its authority is not a public one. Clients mount them; `<NAME>_CA_FILE` says where, or the variable to
   * which `env` gives the part `'ca'`.
   * @default - the authorities of the images
   */
  readonly caBundle?: CaBundle;
  /**
   * It is an MCP server: `MCP_SERVERS` lists its URL under its name, too.
   * @default false
   */
  readonly mcp?: boolean;
  /**
   * Where the service keeps and works on what clients send: `Region.EU`, `'eu-central-1'`. Asked of it where roles have `dataResidency`.
   * @default - that of the cluster for a service inside it; unknown for a host outside
   */
  readonly region?: Region | string;
}

/** Schemes of URLs; the part before `://`. */
export const urlScheme = notion('URL scheme', "the scheme of a URL, e.g. 'http', 'https' or 'amqp'", (text) =>
  /^[a-z][a-z0-9+.-]{0,31}$/.test(text),
);

const variableName = notion(
  'variable of a client',
  'the name of a variable that every program can read: letters, digits and underscores, not beginning with a digit',
  (text) => text.length <= 1024 && /^[A-Za-z_][A-Za-z0-9_]*$/.test(text),
);

export const serviceClientShape = {
  name: dnsLabel,
  path: httpPath.optional(),
  env: z.record(variableName, z.enum(['host', 'port', 'address', 'url', 'key', 'ca'])).optional(),
  key: existingSecretSchema.optional(),
  caBundle: caBundleSchema.optional(),
  mcp: z.boolean().optional(),
  region: placeSchema.optional(),
};

interface Told {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly key?: unknown;
  readonly caBundle?: unknown;
}

const partsOf = (env: Readonly<Record<string, string>>): ReadonlySet<string> => new Set(Object.values(env));

/** Clients of the service learn where it is. */
const tellsAddress = ({ env }: Told): boolean => env === undefined || ['host', 'address', 'url'].some((part) => partsOf(env).has(part));
const ADDRESS_TOLD = {
  error: "expected a variable with 'host', 'address' or 'url', so that clients find the service",
  path: ['env'],
};

/** A key reaches a variable, and a variable that asks for a key gets one. */
const tellsKey = ({ env, key }: Told): boolean => env === undefined || partsOf(env).has('key') === (key !== undefined);
const KEY_TOLD = { error: "expected a variable with 'key' where the service has a key, and only there", path: ['env'] };

/** A file with certificates reaches a variable, and a variable that asks for one gets it. */
const tellsCa = ({ env, caBundle }: Told): boolean => env === undefined || partsOf(env).has('ca') === (caBundle !== undefined);
const CA_TOLD = { error: "expected a variable with 'ca' where there is a caBundle, and only there", path: ['env'] };

/** A schema of a service whose variables tell its clients all that they need of it. */
export const tellingClients = <Schema extends z.ZodType<Told>>(schema: Schema): Schema =>
  schema.refine(tellsAddress, ADDRESS_TOLD).refine(tellsKey, KEY_TOLD).refine(tellsCa, CA_TOLD);

/** Where a service is, for its variables. */
export interface ServiceAddress extends Pick<ServiceClientProps, 'name'> {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path?: string | undefined;
  readonly env?: Readonly<Record<string, AddressPart>> | undefined;
  readonly key?: SecretRef | undefined;
  readonly mcp?: boolean | undefined;
  readonly caBundle?: { readonly file: string } | undefined;
}

export function addressEnv(service: ServiceAddress): Readonly<Record<string, string | SecretRef>> {
  const parts = service.env ?? defaultEnv(service);
  return Object.fromEntries(Object.entries(parts).map(([variable, part]) => [variable, partOf(service, part)]));
}

function partOf(service: ServiceAddress, part: AddressPart): string | SecretRef {
  switch (part) {
    case 'host':
      return service.host;
    case 'port':
      return String(service.port);
    case 'address':
      return `${service.host}:${service.port}`;
    case 'key':
      // The schema asks for a key where a variable holds one.
      return service.key as SecretRef;
    case 'ca':
      // The schema asks for a bundle where a variable holds its file.
      return service.caBundle?.file ?? '';
    default:
      return urlOf(service);
  }
}

/** The whole address; the port that a scheme has anyway is left out, because some servers compare the Host header. */
export function urlOf({ scheme, host, port, path = '' }: ServiceAddress): string {
  const isUsual = (scheme === 'https' && port === 443) || (scheme === 'http' && port === 80);
  return `${scheme}://${host}${isUsual ? '' : `:${port}`}${path}`;
}

/** `vector-db` → `VECTOR_DB`. */
export const variablePrefix = (name: string): string => name.toUpperCase().replaceAll('-', '_');

function defaultEnv({ name, key, caBundle }: ServiceAddress): Readonly<Record<string, AddressPart>> {
  const prefix = variablePrefix(name);
  const keyed: Record<string, AddressPart> = key === undefined ? {} : { [`${prefix}_API_KEY`]: 'key' };
  const trusted: Record<string, AddressPart> = caBundle === undefined ? {} : { [`${prefix}_CA_FILE`]: 'ca' };
  return { [`${prefix}_HOST`]: 'host', [`${prefix}_PORT`]: 'port', [`${prefix}_URL`]: 'url', ...keyed, ...trusted };
}

/** Variable in which clients find all their MCP servers. */
export const MCP_SERVERS = 'MCP_SERVERS';

export function mcpEntry(service: ServiceAddress): ServiceEntry | undefined {
  return service.mcp === true ? { variable: MCP_SERVERS, name: service.name, value: urlOf(service) } : undefined;
}
