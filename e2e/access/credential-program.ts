import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Connection } from '../cluster/kubeconfig';

/** A program as clouds have it: it prints a client certificate for the API server, and writes down how it was called. */
export class CredentialProgram {
  /** Folder of the program, for the PATH. */
  readonly folder: string;

  constructor(folder: string, { certificate, key }: Connection) {
    this.folder = path.join(folder, 'bin');
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      kind: 'ExecCredential',
      status: { clientCertificateData: certificate?.toString(), clientKeyData: key?.toString() },
    };
    fs.writeFileSync(path.join(this.folder, 'credential.json'), JSON.stringify(credential), { mode: 0o600 });
    const script = ['#!/bin/sh', 'here=$(dirname "$0")', 'echo "$CREDENTIAL_MODE $*" >> "$here/calls"', 'cat "$here/credential.json"', ''];
    fs.writeFileSync(path.join(this.folder, 'print-credential'), script.join('\n'), { mode: 0o700 });
  }

  /** Variables and arguments of each call since it was last asked. */
  calls(): string[] {
    const file = path.join(this.folder, 'calls');
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
    fs.rmSync(file, { force: true });
    return lines;
  }
}
