/** Which server an address means. */

const SERVICE = /\.svc(\.cluster\.local)?$/;
const ADDRESS = /^[\d.]+$/;

/** Names of Services and private addresses mean another server on each cluster. @param cluster key of its identity */
export function serverKey(host: string, port: number, cluster: string): string {
  const server = host.toLowerCase().replace(SERVICE, '');
  const isLocal = server !== host.toLowerCase() || !server.includes('.') || ADDRESS.test(server);
  return [isLocal ? cluster : '', server, port].join(' ');
}
