import type { KarpenterNodeClassProps } from './node-class-props';

export const DEFAULT_DISK_GIB = 300;
/** First disk of Amazon Linux; Bottlerocket keeps images and volumes on the second (karpenter-provider-aws v1.14, docs, "spec.blockDeviceMappings"). */
const DISKS: Readonly<Record<string, string>> = { al2: '/dev/xvda', al2023: '/dev/xvda', bottlerocket: '/dev/xvdb' };

/** The EC2NodeClass of the nodes. Their instance metadata stay out of reach of pods: one hop, by session token. */
export function nodeClassObject(name: string, labels: Readonly<Record<string, string>>, props: KarpenterNodeClassProps) {
  const { ami, subnets, securityGroups, capacityReservations, tags, localDisks = false, diskGiB = DEFAULT_DISK_GIB } = props;
  const family = ami.split('@')[0] ?? '';
  const disk = { volumeSize: `${diskGiB}Gi`, volumeType: 'gp3', encrypted: true, deleteOnTermination: true };
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name, labels },
    spec: {
      ...(props.role === undefined ? { instanceProfile: props.instanceProfile } : { role: props.role }),
      amiSelectorTerms: [{ alias: ami }],
      subnetSelectorTerms: [{ tags: subnets }],
      securityGroupSelectorTerms: [{ tags: securityGroups }],
      ...(capacityReservations === undefined ? {} : { capacityReservationSelectorTerms: [{ tags: capacityReservations }] }),
      blockDeviceMappings: [{ deviceName: DISKS[family], ebs: disk }],
      ...(localDisks ? { instanceStorePolicy: 'RAID0' } : {}),
      ...(tags === undefined ? {} : { tags }),
      metadataOptions: { httpEndpoint: 'enabled', httpProtocolIPv6: 'disabled', httpPutResponseHopLimit: 1, httpTokens: 'required' },
    },
  };
}
