/** What cert-manager writes: an authority, and a certificate of it for the names that the emitted object asks for. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { at, type KubeObject, listAt } from '../cluster/kube-object';
import { NotAvailable } from '../control-plane/build';
import { run } from '../machine/command';

const FOLDERS: Readonly<Record<string, string>> = {
  '/etc/store-tls': 'store-tls',
  '/etc/agent-fleet/trust/secret-sessions-tls': 'trust',
};

/** The folders that containers mount, on this machine. */
export class Certificates {
  constructor(
    private readonly objects: readonly KubeObject[],
    private readonly folder: string,
  ) {}

  /** Text of a container with the folders of this machine. */
  here(text: string): string {
    return Object.entries(FOLDERS).reduce((local, [mounted, name]) => local.replaceAll(mounted, path.join(this.folder, name)), text);
  }

  get authority(): string {
    return path.join(this.folder, 'trust', 'ca.crt');
  }

  /** Fingerprint of what is mounted now. */
  get served(): string {
    return fs.readFileSync(path.join(this.folder, 'store-tls', 'tls.crt'), 'utf8');
  }

  async makeAuthority(): Promise<void> {
    for (const name of Object.values(FOLDERS)) fs.mkdirSync(path.join(this.folder, name), { recursive: true });
    await openssl([
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=authority',
      ...this.files('ca.key', this.authority),
    ]);
  }

  /** A new one, as at a renewal. */
  async issue(): Promise<void> {
    const certificate = this.objects.find(({ kind }) => kind === 'Certificate');
    const names = [...listAt(certificate, 'spec', 'dnsNames').map((name) => `DNS:${String(name)}`), 'IP:127.0.0.1'];
    const usages = listAt(certificate, 'spec', 'usages').map((usage) => ({ 'server auth': 'serverAuth' })[String(usage)]);
    if (at(certificate, 'spec', 'secretName') !== 'sessions-tls') throw new Error('no certificate is asked for');
    const request = path.join(this.folder, 'request.pem');
    const extensions = path.join(this.folder, 'extensions');
    fs.writeFileSync(extensions, `subjectAltName=${names.join(',')}\nextendedKeyUsage=${usages.join(',')}\n`);
    const served = path.join(this.folder, 'store-tls');
    await openssl(['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=sessions', ...this.files('store-tls/tls.key', request)]);
    const by = ['-CA', this.authority, '-CAkey', path.join(this.folder, 'ca.key'), '-CAcreateserial', '-days', '1'];
    await openssl(['x509', '-req', '-in', request, ...by, '-extfile', extensions, '-out', path.join(served, 'tls.crt')]);
  }

  private files(key: string, out: string): string[] {
    return ['-keyout', path.join(this.folder, key), '-out', out];
  }
}

async function openssl(args: readonly string[]): Promise<void> {
  const { code, stderr } = await run('openssl', args, { timeoutSeconds: 60 });
  if (code !== 0) throw new NotAvailable(`openssl: ${stderr.slice(-300)}`);
}
