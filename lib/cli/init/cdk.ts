/** The engine of a new project: cdktf, or CDK Terrain, its fork, which takes the place of cdktf under that name. */
import { packageManifest } from '../package-folder';

export const CDKS = ['cdktf', 'cdktn'] as const;
export type Cdk = (typeof CDKS)[number];

export interface CdkOfProject {
  /** What is asked to synthesize and to deploy. */
  readonly command: string;
  /** Package of the command, and its version. */
  readonly cli: readonly [name: string, version: string];
  /** What `cdktf` is in package.json. */
  readonly library: string;
  /** Release of Node.js that the command needs. */
  readonly nodeJs: string;
  /** Providers ask for cdktf 0.21 by its number: npm takes another one only where it is told to. */
  readonly overrides?: Readonly<Record<string, string>>;
}

export function cdkOfProject(cdk: Cdk): CdkOfProject {
  const { cdktf = '*', cdktn = '*' } = packageManifest().devDependencies;
  if (cdk === 'cdktf') return { command: 'cdktf', cli: ['cdktf-cli', cdktf], library: `^${cdktf}`, nodeJs: '20' };
  const library = `npm:cdktn@${cdktn}`;
  // Its command says `node >= 22.19` in its package.json.
  return { command: 'cdktn', cli: ['cdktn-cli', cdktn], library, nodeJs: '22', overrides: { cdktf: library } };
}
