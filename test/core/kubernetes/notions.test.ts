/** What each Kubernetes notion accepts and refuses, and that every text of every prop is one of them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { z } from 'zod';
import { checkpointName } from '../../../lib/core/checkpoint-name';
import { addressRange } from '../../../lib/core/kubernetes/address-range';
import { chartSource } from '../../../lib/core/kubernetes/chart-source';
import { chartVersion } from '../../../lib/core/kubernetes/chart-version';
import { claimName } from '../../../lib/core/kubernetes/claim-name';
import { diskGiB } from '../../../lib/core/kubernetes/disk-size';
import { dnsLabel } from '../../../lib/core/kubernetes/dns-label';
import { envName } from '../../../lib/core/kubernetes/env-name';
import { hostName } from '../../../lib/core/kubernetes/host-name';
import { httpPath } from '../../../lib/core/kubernetes/http-path';
import { httpUrl } from '../../../lib/core/kubernetes/http-url';
import { imageReference, isImageRepository, parseImage } from '../../../lib/core/kubernetes/image-reference';
import { labelKey } from '../../../lib/core/kubernetes/label-key';
import { labelValue } from '../../../lib/core/kubernetes/label-value';
import { namespaceName } from '../../../lib/core/kubernetes/namespace-name';
import { isPemCertificate } from '../../../lib/core/kubernetes/pem-certificate';
import { portNumber } from '../../../lib/core/kubernetes/port';
import { cpuQuantity, memoryQuantity } from '../../../lib/core/kubernetes/quantity';
import { registryMirror } from '../../../lib/core/kubernetes/registry-mirror';
import { secretKey } from '../../../lib/core/kubernetes/secret-key';
import { secretName } from '../../../lib/core/kubernetes/secret-name';
import { storageClassName } from '../../../lib/core/kubernetes/storage-class-name';
import { NOTIONS } from '../../../lib/core/notion';
import { routeAlias } from '../../../lib/core/route-alias';

const long = (length: number) => 'a'.repeat(length);

interface Case {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly yes: readonly unknown[];
  readonly no: readonly unknown[];
}

// biome-ignore format: one row a notion reads as a table
const cases: readonly Case[] = [
  { name: 'CPU', schema: cpuQuantity, yes: ['1', '0.5', '500m', '96', '1.25'], no: ['lots', '', '0', '0m', '-1', '1.5m', '64Gi', '1 ', '1e3', 'NaN', 2, '${var.cpu}', '0.0001'] },
  { name: 'memory', schema: memoryQuantity, yes: ['64Gi', '512Mi', '16Mi', '1.5Gi', '2G', '68719476736', '1Ti'], no: ['-5Gi', '1 GB', '64gb', '64', '400m', '', 'Gi', '1e99Gi', '0Gi', ' 64Gi', '64Gi ', '9999999Ti', 64] },
  { name: 'environment variable', schema: envName, yes: ['A', '_a', 'HF_HOME', 'a.b', 'MY-VAR'], no: ['', 'A=B', '1A', 'A B', 'ä', '.', '..', '..a', 'A\n'] },
  { name: 'namespace', schema: namespaceName, yes: ['research', '3scale', 'a-b', long(63)], no: ['', 'Research', 'a_b', 'a.b', '-a', 'a-', long(64), 'a\n'] },
  { name: 'DNS label of ours', schema: dnsLabel, yes: ['a', 'a1', long(63)], no: ['1a', 'A', '', 'a.b', long(64)] },
  { name: 'Secret name', schema: secretName, yes: ['hf', 'hf.token', 'a-1', long(64), long(253)], no: ['', 'HF', 'a_b', 'a..b', '.a', 'a/b', long(254), `${long(63)}.${long(63)}.${long(63)}.${long(63)}.a`] },
  { name: 'Secret key', schema: secretKey, yes: ['password', 'tls.crt', '_', 'A-b'], no: ['', '.', '..', '..x', 'a b', 'a/b', long(254)] },
  { name: 'claim name', schema: claimName, yes: ['weights', 'weights.v2'], no: ['', 'Weights', 'a b'] },
  { name: 'storage class', schema: storageClassName, yes: ['gp3', 'premium-rwo', 'csi.example.com'], no: ['', 'Fast', 'a b'] },
  { name: 'label key', schema: labelKey, yes: ['pool', 'example.com/pool', 'A_b.c'], no: ['', '/pool', 'a/b/c', 'Example.com/pool', 'pool/', '-a', long(64)] },
  { name: 'label value', schema: labelValue, yes: ['', 'a', 'A_b.c', 'true', long(63)], no: ['-a', 'a-', 'a b', 'a/b', long(64), 'ä'] },
  { name: 'image', schema: imageReference, yes: ['nginx:1', 'reg.io/a/b:1.2', 'localhost:5000/a:x', `a@sha256:${'0'.repeat(64)}`, `r.io/a:1@sha256:${'0'.repeat(64)}`], no: ['nginx', 'reg.io/a', 'reg.io//a:1', 'A:1', 'a:', 'a:1@sha256:00', 'a:1 ', 'https://reg.io/a:1', 'a:1@b@c', '-a:1'] },
  { name: 'registry mirror', schema: registryMirror, yes: ['registry.internal', 'registry.internal/mirror', 'localhost:5000/a/b', 'r:443'], no: ['', 'https://r.io', 'r.io/', 'r.io//a', 'r.io/A', 'r.io/a:1', 'mirror', 'r io'] },
  { name: 'chart version', schema: chartVersion, yes: ['2.20.2', 'v26.7.0', '1.0.0-rc.1', '1.0.0+build'], no: ['', 'latest', '1.2', '^1.2.3', '1.2.3 ', '1.2.3\nx: y'] },
  { name: 'chart source', schema: chartSource, yes: ['oci://r.io/charts', 'https://charts.example.com', 'https://charts.example.com/', './charts', '/srv/charts'], no: ['', 'http://r.io', 'charts', 'oci://', 'https://r.io//a', './a b', './${x}'] },
  { name: 'HTTP address', schema: httpUrl, yes: ['http://a:9090', 'https://a.b/c?d=e'], no: ['', 'a:9090', 'ftp://a', 'https://u:p@a', 'http://', 'http://a b'] },
  { name: 'HTTP path', schema: httpPath, yes: ['/', '/health', '/a?b=c'], no: ['', 'health', '/a b', '/a\n'] },
  { name: 'host', schema: hostName, yes: ['db.example.com', '10.0.0.1', 'DB.example.com'], no: ['', 'https://a', 'a:1', 'a..b', '-a', 'a.'] },
  { name: 'address range', schema: addressRange, yes: ['10.20.0.0/24', '203.0.113.7/32', '2001:db8::/32', 'FD00:1::/64', '169.254.20.10/32'], no: ['', '10.20.0.0', '10.20.0.0/33', '10.20.0.0/024', '10.20.0/24', '10.20.0.0/24/8', 'fe80::1%eth0/64', '2001:db8::/129', 'all', '0.0.0.0/0', '128.0.0.0/1', '169.254.0.0/16', '169.254.169.254/32', '::/0', 'fd00:ec2::/32', '::ffff:169.254.169.254/128', '::ffff:10.20.0.0/120', '::FFFF:a14:0/120', '0:0:0:0:0:ffff:a14:0/120', '0000::ffff:10.20.0.0/120', '10.0.0.0/8 '] },
  { name: 'port', schema: portNumber, yes: [1, 65_535], no: [0, 65_536, 1.5, '80', Number.NaN] },
  { name: 'disk', schema: diskGiB(), yes: [1, 15], no: [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5, 1e9] },
  { name: 'route alias', schema: routeAlias, yes: ['planner', 'gpt-4.1', 'A_b'], no: ['', '*', 'a/b', '-a', long(129)] },
  { name: 'checkpoint', schema: checkpointName, yes: ['meta-llama/Llama-3.1-8B', '/models/a', './a'], no: ['', '--help', 'a b', 'a//b', 's3:x', '${file("/etc/passwd")}'] },
];

describe.each(cases)('$name', ({ schema, yes, no }) => {
  test.each(yes)('takes %j', (value) => {
    expect(schema.safeParse(value).success).toBe(true);
  });

  test.each(no)('refuses %j and says what it expects', (value) => {
    const result = schema.safeParse(value);
    expect(result.success).toBe(false);
    expect(result.error?.issues[0]?.message).toMatch(/expected|small|big/i);
  });
});

test('an image is read into its parts', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(parseImage('localhost:5000/a/b:1.2')).toEqual({ repository: 'localhost:5000/a/b', tag: '1.2', digest: undefined });
  expect(parseImage(`r.io/a@${digest}`)).toEqual({ repository: 'r.io/a', tag: undefined, digest });
  expect(parseImage('reg.io:443/a')).toEqual({ repository: 'reg.io:443/a', tag: undefined, digest: undefined });
});

test('a repository carries neither tag nor digest', () => {
  expect(['reg.io/x', 'x', 'localhost:5000/x'].map(isImageRepository)).toEqual([true, true, true]);
  expect(['reg.io/x:1.2', `x@sha256:${'0'.repeat(64)}`, '', 'reg.io//x'].map(isImageRepository)).toEqual([false, false, false, false]);
});

test('a certificate is PEM and not its base64', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  expect(isPemCertificate(pem)).toBe(true);
  expect(isPemCertificate(Buffer.from(pem).toString('base64'))).toBe(false);
  expect(isPemCertificate('')).toBe(false);
});

const LIB = path.join(__dirname, '../../../lib');

/** Rooms whose texts users write. The schemas of plan and measure describe our own output and what Prometheus answers, and the CLI reads questions, not props. */
const propFiles = () =>
  (fs.readdirSync(LIB, { recursive: true }) as string[]).filter(
    (file) => file.endsWith('.ts') && !/^(plan|cli|sizing|testing|measure)\//.test(file),
  );

const sourceOf = (file: string) => fs.readFileSync(path.join(LIB, file), 'utf8');

/** Schemas of what users write. */
function schemasOfProps(): (readonly [name: string, schema: z.ZodType])[] {
  const files = propFiles().filter((file) => /Schema = /.test(sourceOf(file)));
  return files.flatMap((file) =>
    Object.entries(require(path.join(LIB, file)) as Record<string, unknown>)
      .filter(([name, value]) => name.endsWith('Schema') && value instanceof z.ZodType)
      .map(([name, value]) => [`${file} ${name}`, value as z.ZodType] as const),
  );
}

/** Path of every text within a schema, with its notion where it has one. */
function textsOf(schema: unknown, at: string): (readonly [path: string, notion: string | undefined])[] {
  if (schema instanceof z.ZodString) return [[at, NOTIONS.get(schema)?.notion]];
  // An ISO date, an address range: zod's own notions.
  if (schema instanceof z.ZodStringFormat) return [[at, schema.format ?? undefined]];
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([key, value]) => textsOf(value, `${at}.${key}`));
  if (schema instanceof z.ZodRecord) return [...textsOf(schema.keyType, `${at} (key)`), ...textsOf(schema.valueType, `${at}.*`)];
  if (schema instanceof z.ZodArray) return textsOf(schema.element, `${at}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => textsOf(option, at));
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  ) {
    return textsOf(schema.def.innerType, at);
  }
  if (schema instanceof z.ZodPipe) return [...textsOf(schema.def.in, at), ...textsOf(schema.def.out, at)];
  return [];
}

describe('every text of every prop', () => {
  const schemas = schemasOfProps();

  test('the walk finds the props of all constructs', () => {
    const names = schemas.map(([name]) => name.split(' ')[1]);
    expect(names).toEqual(
      expect.arrayContaining([
        'inferencePoolSchema',
        'agentFleetSchema',
        'agentRuntimeSchema',
        'litellmRouterSchema',
        'sessionStoreSchema',
        'stateStoreSchema',
        'fleetPlatformSchema',
        'observabilityStackSchema',
        'routeSchema',
        'weightsClaimSchema',
        'secretLocationSchema',
        'clusterSchema',
      ]),
    );
    expect(schemas.flatMap(([name, schema]) => textsOf(schema, name)).length).toBeGreaterThan(60);
  });

  test.each(schemas)('%s: is a notion, or documented as free text', (name, schema) => {
    expect(textsOf(schema, name).filter(([, notion]) => notion === undefined)).toEqual([]);
  });

  test('no schema that stays inside its file takes a plain text', () => {
    const plain = propFiles().filter((file) => file !== 'core/notion.ts' && /z\.string\(|z\s*\n\s*\.string\(/.test(sourceOf(file)));
    expect(plain).toEqual([]);
  });

  test('a plain text is found out', () => {
    expect(textsOf(z.strictObject({ a: z.string().optional() }), 'x')).toEqual([['x.a', undefined]]);
  });
});
