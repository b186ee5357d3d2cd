import { wholeName } from '../core/kubernetes/image-mirror';
import { parseImage } from '../core/kubernetes/image-reference';
import { isToken } from '../core/token';
import type { Workload } from '../security/workload';

/** What stands for an image whose name only Terraform knows. */
export const KNOWN_AT_APPLY = 'known at apply';

/** Where images come from: a cluster. */
export interface ImageSource {
  /** An image as the cluster pulls it. */
  image(reference: string): string;
  readonly imagePullSecrets: readonly string[];
}

/** The images of the pods of one construct: as the cluster pulls them, with its logins. Each is written into the plan. */
export class PodImages {
  constructor(
    private readonly source: ImageSource,
    private readonly workload: Pick<Workload, 'owner' | 'namespace'>,
    /** Secrets of the construct beside those of the cluster. */
    private readonly ownSecrets: readonly string[] = [],
  ) {}

  /** The image as the cluster pulls it. A token is known only to Terraform and stays as it is. */
  pull(reference: string): string {
    const image = isToken(reference) ? reference : this.source.image(reference);
    this.record(reference, image);
    return image;
  }

  /** An image that is pulled already through the mirror, with what it was before. */
  record(reference: string, image: string): void {
    const source = isToken(reference) ? KNOWN_AT_APPLY : publishedAs(wholeName(reference), image);
    const { owner, namespace } = this.workload;
    namespace.pulls({ image: isToken(image) ? source : image, source, usedBy: owner.node.path });
  }

  /** Part of a pod that names its logins; nothing where there are none. */
  pullSecrets(): { imagePullSecrets?: { name: string }[] } {
    const names = [...new Set([...this.source.imagePullSecrets, ...this.ownSecrets])];
    return names.length === 0 ? {} : { imagePullSecrets: names.map((name) => ({ name })) };
  }
}

/** A digest that the cluster adds belongs to the published image: a mirror copies exactly that one. */
function publishedAs(name: string, image: string): string {
  const digest = isToken(image) ? undefined : parseImage(image)?.digest;
  return digest === undefined || parseImage(name)?.digest !== undefined ? name : `${name}@${digest}`;
}
