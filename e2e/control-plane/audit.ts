/** Counts the requests of one program out of the API server's audit log. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** One line per answered request; reads of the server by itself are none of ours. */
const POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [
    { level: 'None', users: ['system:apiserver', 'system:kube-scheduler', 'system:kube-controller-manager'] },
    { level: 'None', userGroups: ['system:serviceaccounts'] },
    { level: 'Metadata' },
  ],
};

const TERRAFORM = /"userAgent":"[^"]*(terraform|helm)/i;

export class Audit {
  readonly args: readonly string[];
  private readonly log: string;

  constructor(folder: string) {
    const policy = path.join(folder, 'audit-policy.json');
    this.log = path.join(folder, 'audit.log');
    fs.writeFileSync(policy, JSON.stringify(POLICY));
    this.args = [`--audit-policy-file=${policy}`, `--audit-log-path=${this.log}`];
  }

  /** Where the log ends now. */
  mark(): number {
    return fs.existsSync(this.log) ? fs.statSync(this.log).size : 0;
  }

  /** Requests of Terraform's providers since the mark. */
  terraformRequestsSince(mark: number): number {
    if (!fs.existsSync(this.log)) return 0;
    const lines = fs.readFileSync(this.log).subarray(mark).toString().split('\n');
    return lines.filter((line) => TERRAFORM.test(line)).length;
  }
}
