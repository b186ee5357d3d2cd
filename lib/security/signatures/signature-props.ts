import { z } from 'zod';
import { wholeName } from '../../core/kubernetes/image-mirror';
import { IMAGE_REPOSITORY, isImageRepository } from '../../core/kubernetes/image-reference';
import { notion } from '../../core/notion';
import type { AdmissionAction } from '../admission/admission-props';

/** Who signs an image: a program or person by certificate, or whoever has a key. */
export type ImageSigner =
  | {
      /** Who says who it is, e.g. `https://token.actions.githubusercontent.com`. */
      readonly issuer: string;
      /** Who signs, as the certificate says it, e.g. `https://github.com/acme/agents/.github/workflows/release.yml@refs/heads/main`. */
      readonly subject: string;
    }
  | {
      /** Who says who it is. */
      readonly issuer: string;
      /** Regular expression of who signs, which begins with `^`. */
      readonly subjectRegExp: string;
    }
  | {
      /** Public key, PEM. */
      readonly publicKey: string;
    }
  | {
      /** Key in a key service, e.g. `awskms:///alias/agents`. */
      readonly kms: string;
    };

/** Images that pods may run only as their makers signed them. */
export interface ImageSignaturesProps {
  /** What verifies them: Kyverno 1.19 or newer. It must be there already, and reach the registries. */
  readonly policies: 'kyverno';
  /**
   * Signers of images of your own by repository, and in place of those that the library knows, e.g. `{ 'registry.example.com/agents': { publicKey: '-----BEGIN PUBLIC KEY-----…' } }`.
   * @default - those that the library knows: of LiteLLM, the collector of OpenTelemetry and PostgreSQL
   */
  readonly signers?: Readonly<Record<string, ImageSigner>>;
  /**
   * What becomes of a pod, or of a workload with such pods, whose image is not signed so: it is refused, answered with a warning, or reported.
   * @default 'deny'
   */
  readonly action?: AdmissionAction;
}

const repository = notion('image repository', IMAGE_REPOSITORY, isImageRepository);
const issuer = notion(
  'issuer of certificates',
  "the https address of an issuer, e.g. 'https://token.actions.githubusercontent.com'",
  (text) => /^https:\/\/[\w.-]+(?:\/[\w./-]*)?$/.test(text),
);
const subject = notion('subject of a certificate', 'who signs, as the certificate says it: an address or an e-mail address', (text) =>
  /^(?=.*[@!:/])[!-~]{3,500}$/.test(text),
);
/** Kyverno reads the rest, whose expressions are not those of JavaScript. */
const isAnchored = (text: string): boolean => /^\^[!-~]{2,500}$/.test(text);
const subjectRegExp = notion('pattern of a subject', "a regular expression that begins with '^'", isAnchored);
const publicKey = notion('public key', "a public key in PEM: '-----BEGIN PUBLIC KEY-----…'", (text) =>
  /^-----BEGIN PUBLIC KEY-----\s[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/.test(text),
);
const kms = notion('key of a key service', 'awskms://, gcpkms://, azurekms:// or hashivault:// and the name of a key', (text) =>
  /^(?:awskms|gcpkms|azurekms|hashivault):\/\/[\w./:@-]{1,400}$/.test(text),
);

const signer = z.union(
  [z.strictObject({ issuer, subject }), z.strictObject({ issuer, subjectRegExp }), z.strictObject({ publicKey }), z.strictObject({ kms })],
  { error: 'expected { issuer, subject }, { issuer, subjectRegExp }, { publicKey } or { kms }' },
);

export const imageSignaturesSchema = z.strictObject({
  policies: z.literal('kyverno', { error: "expected 'kyverno'" }),
  signers: z.record(repository, signer).optional(),
  action: z.enum(['deny', 'warn', 'audit']).optional(),
});

export interface SignatureTerms {
  /** By whole names of repositories, as they are published. */
  readonly signers: ReadonlyMap<string, ImageSigner>;
  readonly action: AdmissionAction;
}

export function signatureTerms(given: z.output<typeof imageSignaturesSchema> | undefined): SignatureTerms | undefined {
  if (given === undefined) return undefined;
  const signers = Object.entries(given.signers ?? {}).map(([name, one]): [string, ImageSigner] => [wholeName(name), one]);
  return { signers: new Map(signers), action: given.action ?? 'deny' };
}
