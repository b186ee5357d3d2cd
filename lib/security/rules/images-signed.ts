/** AF-SUP-003: a policy can ask for signatures of those alone who sign. */
import { parseImage } from '../../core/kubernetes/image-reference';
import { OPERATIONAL, type Rule } from '../../core/rule';

/** Images of a namespace on a cluster that asks for signatures. */
export interface AskedSignatures {
  /** The cluster has imageSignatures. */
  readonly isAsked: boolean;
  /** Images that pods pull, as they are published. */
  readonly images: number;
  /** Of those, the ones of which nobody is known to sign them. */
  readonly unsigned: readonly string[];
}

export const imagesSigned: Rule<AskedSignatures> = {
  id: 'images-signed',
  code: 'AF-SUP-003',
  title: 'Signatures are asked for, and of some images nobody is known to sign them.',
  why: 'The policy passes them as they are: a signature that nobody makes would keep their pods from starting.',
  fix: 'Name the signers of your own images in imageSignatures.signers; sign copies of others in a registry of yours, and name that key.',
  severity: OPERATIONAL,
  check({ isAsked, images, unsigned }) {
    if (!isAsked || images === 0) return 'not-applicable';
    const [first] = unsigned;
    if (first === undefined) return 'compliant';
    return [
      {
        prop: 'imageSignatures.signers',
        value: unsigned.join(', '),
        allowed: 'a signer of each image',
        message: `of ${unsigned.length} of ${images} images nobody is known to sign them, and their signatures are not asked for: ${unsigned.join(', ')}`,
        repairs: [
          `imageSignatures: { policies: 'kyverno', signers: { '${parseImage(first)?.repository ?? first}': { publicKey: '-----BEGIN PUBLIC KEY-----…' } } } on the Cluster`,
        ],
      },
    ];
  },
};
