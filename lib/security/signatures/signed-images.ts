/** Which images of a namespace somebody is known to sign, and which nobody is. */
import { SIGNERS } from '../../catalog/pins/signers';
import { wholeName } from '../../core/kubernetes/image-mirror';
import { parseImage } from '../../core/kubernetes/image-reference';
import { own } from '../../core/own';
import type { PulledImage } from '../pulled-image';
import type { ImageSigner, SignatureTerms } from './signature-props';

/** A repository as the cluster pulls it, with who signs what is in it. */
export interface SignedRepository {
  readonly repository: string;
  readonly signer: ImageSigner;
}

export interface SignedImages {
  readonly signed: readonly SignedRepository[];
  /** Images as they are published of which nobody is known to sign them. */
  readonly unsigned: readonly string[];
}

/** Images whose names only Terraform knows are nobody's: their makers are not known either. */
export function signedImages(images: Iterable<PulledImage>, { signers }: SignatureTerms): SignedImages {
  const signed = new Map<string, SignedRepository>();
  const unsigned = new Set<string>();
  for (const { image, source } of images) {
    const published = parseImage(source);
    const signer =
      published === null ? undefined : (signers.get(wholeName(published.repository)) ?? knownSigner(published.repository, published.tag));
    const repository = parseImage(image)?.repository;
    if (signer === undefined || repository === undefined) unsigned.add(source.replace(/@.*/, ''));
    else signed.set(JSON.stringify([repository, signer]), { repository, signer });
  }
  return { signed: [...signed].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, found]) => found), unsigned: [...unsigned].sort() };
}

function knownSigner(repository: string, tag: string | undefined): ImageSigner | undefined {
  const known = own(SIGNERS, wholeName(repository));
  if (known === undefined) return undefined;
  const { issuer, subject, subjectRegExp } = known;
  if (subjectRegExp !== undefined) return { issuer, subjectRegExp };
  if (subject === undefined || (subject.includes('{tag}') && tag === undefined)) return undefined;
  return { issuer, subject: subject.replace('{tag}', tag ?? '') };
}
