import { z } from 'zod';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { labelKey } from '../core/kubernetes/label-key';
import { labelValue } from '../core/kubernetes/label-value';
import { namespaceName } from '../core/kubernetes/namespace-name';
import { portNumber } from '../core/kubernetes/port';
import { takesProps } from '../core/prop-homes';
import { type ServiceClientProps, serviceClientShape, tellingClients, urlScheme } from './service-env';

/** Props of a service that runs in the cluster already. */
export interface InternalServiceProps extends ServiceClientProps {
  /** Namespace of its Service and its pods. */
  readonly namespace: string;
  /**
   * Name of its Kubernetes Service.
   * @default - the name
   */
  readonly service?: string;
  /** Port of the Service, which clients call. */
  readonly port: number;
  /**
   * Port on which its pods listen: network policies see the packet after the Service has been resolved.
   * @default - the port of the Service
   */
  readonly podPort?: number;
  /**
   * Labels of its pods.
   * @default - every pod of the namespace
   */
  readonly podLabels?: Readonly<Record<string, string>>;
  /**
   * Scheme of its URL.
   * @default 'http'
   */
  readonly scheme?: string;
  /**
   * Writes a policy into its namespace that lets each client in. Only for a namespace that denies by default: elsewhere the policy would close its pods to everybody else. Needs `podLabels`.
   * @default false
   */
  readonly admitClients?: boolean;
}

export const internalServiceSchema = tellingClients(
  z.strictObject({
    ...serviceClientShape,
    namespace: namespaceName,
    service: dnsLabel.optional(),
    port: portNumber,
    podPort: portNumber.optional(),
    podLabels: z
      .record(labelKey, labelValue)
      .refine((labels) => Object.keys(labels).length > 0, { error: "expected at least one label, e.g. { app: 'qdrant' }" })
      .optional(),
    scheme: urlScheme.default('http'),
    admitClients: z.boolean().optional(),
  }),
).refine(({ admitClients, podLabels }) => admitClients !== true || podLabels !== undefined, {
  error: 'expected the labels of its pods, so that the policy selects no others',
  path: ['podLabels'],
});
takesProps('InternalService', internalServiceSchema);

/** `InternalServiceProps` after their checks, with defaults filled in. */
export interface InternalServiceSpec extends z.output<typeof internalServiceSchema> {}
