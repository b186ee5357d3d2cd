/** The real collector on the emitted configuration, between a client and a server that keeps what it is sent. */
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { DESTINATION } from './emitted';

/** What left the collector. */
export interface Sent {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Protocol buffers, in which texts stand as they are. */
  readonly body: string;
}

/** Key of the destination. */
export const KEY = 'cGs6c2s=';

export interface Stage {
  readonly sent: readonly Sent[];
  /** Hands a request to the collector. */
  send(request: string): Promise<void>;
  /** Address of OTLP over gRPC. */
  readonly grpc: string;
  end(): Promise<void>;
}

interface Setting {
  readonly program: string;
  readonly folder: string;
  readonly processes: Processes;
}

/** Before a server of ours. */
export async function startCollector(setting: Setting, name: string, config: string): Promise<Stage> {
  const [sink] = await freePorts(1);
  const sent: Sent[] = [];
  const server = await listen(sink, sent);
  const { otlp, grpc } = await runCollector(setting, name, config.replace(DESTINATION, `http://127.0.0.1:${sink}/api/public/otel`));
  return {
    sent,
    grpc: `http://127.0.0.1:${grpc}`,
    send: async (request) => {
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(`http://127.0.0.1:${otlp}/v1/traces`, { method: 'POST', headers, body: request });
      if (status !== 200) throw new Error(`the collector answered ${status}`);
    },
    end: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Ports of OTLP over HTTP and over gRPC. */
interface OtlpPorts {
  readonly otlp: number;
  readonly grpc: number;
}

/** Only addresses differ from what is emitted: ports that are free here. */
export async function runCollector({ program, folder, processes }: Setting, name: string, config: string): Promise<OtlpPorts> {
  const [otlp, grpc, health] = await freePorts(3);
  const file = path.join(folder, `${name}.yaml`);
  const here = Object.entries({ 4317: grpc, 4318: otlp, 13133: health });
  fs.writeFileSync(
    file,
    here.reduce((text, [port, free]) => text.replace(`0.0.0.0:${port}`, `127.0.0.1:${free}`), config),
  );
  processes.start(name, program, [`--config=${file}`], { env: { TRACES_KEY: KEY } });
  const ready = async () => ((await fetch(`http://127.0.0.1:${health}/`).catch(() => undefined))?.status === 200 ? true : undefined);
  await waitFor(`the collector ${name}`, ready, { seconds: 60 });
  return { otlp, grpc };
}

function listen(port: number, sent: Sent[]): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      sent.push({ path: request.url ?? '', headers: request.headers, body: body.toString('latin1') });
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
