/** How the nodes of Karpenter on Amazon EKS are made: what an EC2NodeClass needs to be said. */
import { z } from 'zod';
import { diskGiB } from '../../core/kubernetes/disk-size';
import { freeText, notion } from '../../core/notion';
import { orToken } from '../../core/prop-marks';

/** Tags by which subnets, security groups and reservations are found; values take Terraform tokens. */
export type AwsTags = Readonly<Record<string, string>>;

/** An EC2NodeClass. One of `role` and `instanceProfile` is given. */
export interface KarpenterNodeClassProps {
  /**
   * Name of the IAM role of the nodes; takes a Terraform token.
   * @default - none: `instanceProfile` is given
   */
  readonly role?: string;
  /**
   * Instance profile of the nodes; takes a Terraform token.
   * @default - none: `role` is given
   */
  readonly instanceProfile?: string;
  /**
   * Machine image as family and version, e.g. `al2023@v20260810`; on GPU instances Karpenter takes the variant with drivers. `@latest` replaces nodes whenever
   * Amazon publishes an image (AF-CLU-020).
   */
  readonly ami: string;
  /** Tags of the subnets, e.g. `{ 'karpenter.sh/discovery': 'prod' }`. */
  readonly subnets: AwsTags;
  /** Tags of the security groups. */
  readonly securityGroups: AwsTags;
  /**
   * Disk of a node, GiB: images of engines, and weights that are loaded for each pod.
   * @default 300
   */
  readonly diskGiB?: number;
  /**
   * Joins the local disks of an instance to one, on which images and `emptyDir` volumes lie.
   * @default false
   */
  readonly localDisks?: boolean;
  /**
   * Tags of the capacity reservations that node pools with `purchase: 'reserved'` draw on.
   * @default - none
   */
  readonly capacityReservations?: AwsTags;
  /**
   * Tags of the instances.
   * @default - those of Karpenter
   */
  readonly tags?: AwsTags;
}

/** Families that Karpenter knows by alias, with Linux (EC2NodeClass of karpenter-provider-aws v1.14: `amiSelectorTerms[].alias`). */
const isAlias = (text: string): boolean => /^(?:al2|al2023|bottlerocket)@[A-Za-z0-9._-]{1,64}$/.test(text);

const tags = z
  .record(
    notion('key of a tag', 'the key of a tag of AWS, e.g. karpenter.sh/discovery', (text) => text.length > 0 && text.length <= 128),
    orToken(freeText('a tag of AWS').max(256)),
  )
  .refine((all) => Object.keys(all).length > 0, { error: 'expected at least one tag: without one Karpenter would take none' });

export const nodeClassSchema = z
  .strictObject({
    role: orToken(notion('IAM role', 'the name of an IAM role, not its ARN', (text) => /^[\w+=,.@-]{1,64}$/.test(text))).optional(),
    instanceProfile: orToken(
      notion('instance profile', 'the name of an instance profile', (text) => /^[\w+=,.@-]{1,128}$/.test(text)),
    ).optional(),
    ami: notion('machine image', 'family and version of a machine image, e.g. al2023@v20260810 or bottlerocket@1.50.0', isAlias),
    subnets: tags,
    securityGroups: tags,
    diskGiB: diskGiB(20).optional(),
    localDisks: z.boolean().optional(),
    capacityReservations: tags.optional(),
    tags: tags.optional(),
  })
  .refine(({ role, instanceProfile }) => (role === undefined) !== (instanceProfile === undefined), {
    error: 'expected either role or instanceProfile, and not both',
    path: ['role'],
  });
