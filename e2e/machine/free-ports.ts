/** Free ports, all on loopback. They are held open together, so that no two are equal. */
import * as net from 'node:net';

export async function freePorts<Count extends number>(count: Count): Promise<Ports<Count>> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as Ports<Count>;
}

/** As many as were asked for: who takes one more does not compile. */
type Ports<Count extends number, Found extends number[] = []> = Found['length'] extends Count ? Found : Ports<Count, [...Found, number]>;

function listen(): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
