/** Answers every question for an address with the replicas that are in the name now, as CoreDNS does for a headless service. */
import * as dgram from 'node:dgram';

const HEADER = 12;
const TYPE_A = 1;
const SECONDS = 1;

export class NameServer {
  static async start(port: number, addresses: readonly string[]): Promise<NameServer> {
    const server = new NameServer(new Set(addresses));
    await new Promise<void>((resolve) => server.socket.bind(port, '127.0.0.1', resolve));
    return server;
  }

  private readonly socket = dgram.createSocket('udp4');

  private constructor(readonly addresses: Set<string>) {
    this.socket.on('message', (question, from) => this.socket.send(this.answer(question), from.port, from.address));
  }

  stop(): void {
    this.socket.close();
  }

  private answer(question: Buffer): Buffer {
    let end = HEADER;
    while (question[end] !== 0) end += (question[end] ?? 0) + 1;
    const asked = question.subarray(HEADER, end + 5);
    const answers = asked.readUInt16BE(asked.length - 4) === TYPE_A ? [...this.addresses].map(record) : [];
    const counts = [0x8180, 1, answers.length, 0, 0].map((word) => Buffer.from([word >> 8, word & 0xff]));
    return Buffer.concat([question.subarray(0, 2), ...counts, asked, ...answers]);
  }
}

/** The name by its place in the question, then an address. */
function record(address: string): Buffer {
  return Buffer.from([0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, SECONDS, 0, 4, ...address.split('.').map(Number)]);
}
