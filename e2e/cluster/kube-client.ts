/** Talks JSON with one API server, and keeps every warning that the server sent along. */
import * as https from 'node:https';
import { KubeError } from './kube-error';
import { isRecord, type KubeObject } from './kube-object';
import type { Connection } from './kubeconfig';
import { Resources } from './resources';

export interface Answer<T> {
  readonly body: T;
  /** Texts of the `Warning` headers: deprecated versions, unknown fields, Pod Security. */
  readonly warnings: readonly string[];
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly contentType?: string;
}

export class KubeClient {
  readonly resources: Resources;
  private readonly agent: https.Agent;
  private readonly headers: Record<string, string>;

  constructor(private readonly connection: Connection) {
    const { ca, certificate, key, insecure, token } = connection;
    this.agent = new https.Agent({
      keepAlive: true,
      ...(ca === undefined ? {} : { ca }),
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(key === undefined ? {} : { key }),
      ...(insecure === true ? { rejectUnauthorized: false } : {}),
    });
    this.headers = { Accept: 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    this.resources = new Resources((path) => this.get(path));
  }

  /** @throws KubeError for every status from 300 on */
  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<T>> {
    const { status, text, warnings } = await this.send(method, path, options);
    if (status >= 300) throw new KubeError(status, messageOf(text));
    return { body: (text.startsWith('{') ? JSON.parse(text) : text) as T, warnings };
  }

  async get<T>(path: string): Promise<T> {
    return (await this.request<T>('GET', path)).body;
  }

  /** Undefined when there is no such object. */
  async read(object: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>): Promise<KubeObject | undefined> {
    try {
      return await this.get<KubeObject>(await this.resources.pathOf(object));
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Objects of a kind; in all namespaces when none is named. */
  async list(apiVersion: string, kind: string, namespace?: string): Promise<KubeObject[]> {
    const path = await this.resources.collection(apiVersion, kind, namespace);
    const list = await this.get<{ items: KubeObject[] }>(path);
    return list.items.map((item) => ({ ...item, apiVersion, kind }));
  }

  /** Server-side apply with strict validation: a field the server does not know is an error. */
  async apply(
    object: KubeObject,
    manager = 'e2e',
    options: { readonly dryRun?: boolean; readonly force?: boolean } = {},
  ): Promise<Answer<KubeObject>> {
    const query = new URLSearchParams({ fieldManager: manager, fieldValidation: 'Strict', force: String(options.force ?? false) });
    if (options.dryRun === true) query.set('dryRun', 'All');
    const path = `${await this.resources.pathOf(object)}?${query}`;
    return this.request('PATCH', path, { body: object, contentType: 'application/apply-patch+yaml' });
  }

  async patch(object: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>, patch: unknown, subresource = ''): Promise<Answer<KubeObject>> {
    const path = `${await this.resources.pathOf(object)}${subresource}`;
    return this.request('PATCH', path, { body: patch, contentType: 'application/merge-patch+json' });
  }

  /** Deletes in the background; an object that is gone already is fine. */
  async delete(
    object: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>,
    propagation: 'Background' | 'Foreground' | 'Orphan' = 'Background',
  ): Promise<void> {
    try {
      await this.request('DELETE', await this.resources.pathOf(object), { body: { propagationPolicy: propagation } });
    } catch (error) {
      if (!(error instanceof KubeError && error.status === 404)) throw error;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, { body, contentType = 'application/json' }: RequestOptions): Promise<RawAnswer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    // Node does not measure the body of a DELETE.
    const length = Buffer.byteLength(payload ?? '');
    const headers =
      payload === undefined ? this.headers : { ...this.headers, 'Content-Type': contentType, 'Content-Length': String(length) };
    return new Promise((resolve, reject) => {
      const request = https.request(
        new URL(path, this.connection.server),
        { method, headers, agent: this.agent, timeout: 30_000 },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const warnings = warningsOf(response.rawHeaders);
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString(), warnings });
          });
        },
      );
      request.once('timeout', () => request.destroy(new Error(`${method} ${path}: no answer within 30 s`)));
      request.once('error', reject);
      request.end(payload);
    });
  }
}

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly warnings: readonly string[];
}

/** `299 - "text"`, one header each. */
function warningsOf(rawHeaders: readonly string[]): string[] {
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'warning')
    .map((header) => /^\d+ \S+ "(.*)"/s.exec(header)?.[1]?.replaceAll('\\"', '"') ?? header);
}

function messageOf(text: string): string {
  try {
    const status: unknown = JSON.parse(text);
    if (isRecord(status) && typeof status['message'] === 'string') return status['message'];
  } catch {
    // Not every answer is a Status.
  }
  return text;
}
