/**
 * The policy with which Kyverno asks for the signatures of a namespace (definition and test/conformance/chainsaw/namespaced-image-validating-policies of kyverno v1.19.1). It changes no image: Terraform would see another one. Nor does it
 * judge images of which nobody is known to sign them: they would be refused when they are deployed, and AF-SUP-003 says so before.
 */
import { shortHash } from '../../core/names';
import type { CustomObject } from '../../terraform/custom-objects';
import { celValue } from '../admission/cel';
import { MANAGED_BY } from '../labels';
import type { ImageSigner, SignatureTerms } from './signature-props';
import type { SignedRepository } from './signed-images';

const ACTIONS = { deny: 'Deny', warn: 'Warn', audit: 'Audit' } as const;
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];
const CHANGES = ['CREATE', 'UPDATE'];

export const SIGNATURE_POLICY = 'agent-fleet-signatures';

export const signaturePolicy = (
  { name, namespace }: { readonly name: string; readonly namespace: string },
  signed: readonly SignedRepository[],
  { action }: Pick<SignatureTerms, 'action'>,
): CustomObject => ({
  apiVersion: 'policies.kyverno.io/v1beta1',
  kind: 'NamespacedImageValidatingPolicy',
  metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } },
  spec: {
    validationActions: [ACTIONS[action]],
    failurePolicy: 'Fail',
    webhookConfiguration: { timeoutSeconds: 30 },
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: CHANGES, resources: ['pods'] }] },
    validationConfigurations: { mutateDigest: false, verifyDigest: false, required: false },
    matchImageReferences: signed.flatMap(({ repository }) => [{ glob: `${repository}:*` }, { glob: `${repository}@*` }]),
    attestors: signed.map((one) => ({ name: nameOf(one), cosign: cosignOf(one.signer) })),
    validations: signed.map((one) => ({
      expression: verified(one),
      message: `agent-fleet: ${one.repository} is signed by ${whoOf(one.signer)}`,
    })),
  },
});

/** Names are words of the language in which policies are written. */
const nameOf = ({ repository, signer }: SignedRepository): string =>
  `signer_${(repository.split('/').at(-1) ?? '').replaceAll(/\W/g, '_')}_${shortHash(JSON.stringify([repository, signer]))}`;

function verified(one: SignedRepository): string {
  const ofRepository = `i.startsWith(${celValue(`${one.repository}:`)}) || i.startsWith(${celValue(`${one.repository}@`)})`;
  return CONTAINERS.map(
    (containers) => `images.${containers}.filter(i, ${ofRepository}).all(i, verifyImageSignatures(i, [attestors.${nameOf(one)}]) > 0)`,
  ).join(' && ');
}

function cosignOf(signer: ImageSigner) {
  if ('publicKey' in signer) return { key: { data: signer.publicKey } };
  if ('kms' in signer) return { key: { kms: signer.kms } };
  return { keyless: { identities: [{ ...signer }] }, ctlog: { url: 'https://rekor.sigstore.dev' } };
}

function whoOf(signer: ImageSigner): string {
  if ('publicKey' in signer) return 'the key of imageSignatures';
  if ('kms' in signer) return signer.kms;
  return 'subject' in signer ? signer.subject : signer.subjectRegExp;
}
