/** AF-SPEC-030: the kubelet looks at the type of a Secret before it takes a registry's login from it. */
import type { Rule } from '../../../core/rule';
import type { ReadExternalSecret } from '../read-external-secret';

const OF_REGISTRIES = 'kubernetes.io/dockerconfigjson';

export const pulledByType: Rule<ReadExternalSecret> = {
  id: 'pulled-by-type',
  code: 'AF-SPEC-030',
  title: 'Pods pull images with a Secret from a store whose type is not that of a registry.',
  why: 'The kubelet passes over Secrets of other types, so images of a private registry are not pulled.',
  fix: `Give the ExternalSecret the type ${OF_REGISTRIES}.`,
  severity: 'error',
  check({ secret, type, namespace, read }) {
    if (read.use !== 'registry' || read.namespace !== namespace) return 'not-applicable';
    if (type === OF_REGISTRIES) return 'compliant';
    return [
      {
        prop: 'type',
        value: type,
        allowed: OF_REGISTRIES,
        message: `${read.reader} pulls images with the Secret ${secret}, of whose type the kubelet takes no login`,
        repairs: [`type: '${OF_REGISTRIES}'`],
      },
    ];
  },
};
