/** Webhooks of an operator that runs beside the control plane: by address in place of a Service, for one namespace, which lets the rest of a run alone. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubeObject } from '../cluster/kube-object';
import type { ControlPlane } from '../control-plane/control-plane';

/** Both kinds, as charts name them. */
export type WebhookKind = 'Mutating' | 'Validating';

export interface Webhook {
  readonly kind: WebhookKind;
  readonly path: string;
  readonly group: string;
  readonly resource: string;
  readonly operations: readonly ('CREATE' | 'UPDATE')[];
}

export interface WebhookServer {
  readonly plane: ControlPlane;
  readonly operator: string;
  readonly namespace: string;
  readonly port: number;
}

/** Certificate and key of the server, under the names that it reads. @returns the folder */
export function serverCertificate(
  plane: ControlPlane,
  folder: string,
  names: { readonly certificate: string; readonly key: string },
): string {
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(plane.pki('keda.crt'), path.join(folder, names.certificate));
  fs.copyFileSync(plane.pki('keda.key'), path.join(folder, names.key));
  return folder;
}

/** @returns what is to be deleted in the end */
export async function registerWebhooks(server: WebhookServer, webhooks: readonly Webhook[]): Promise<readonly KubeObject[]> {
  const kinds: readonly WebhookKind[] = ['Mutating', 'Validating'];
  const objects = kinds.map((kind) => configuration(server, kind, webhooks));
  for (const object of objects) await server.plane.client.apply(object, 'e2e', { force: true });
  return objects;
}

function configuration({ plane, operator, namespace, port }: WebhookServer, kind: WebhookKind, webhooks: readonly Webhook[]): KubeObject {
  const caBundle = fs.readFileSync(plane.pki('ca.crt')).toString('base64');
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: { name: `e2e-${operator}` },
    webhooks: webhooks
      .filter((webhook) => webhook.kind === kind)
      .map((webhook) => ({
        name: `${webhook.resource}.${operator}.e2e`,
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig: { url: `https://127.0.0.1:${port}${webhook.path}`, caBundle },
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        rules: [{ apiGroups: [webhook.group], apiVersions: ['v1'], resources: [webhook.resource], operations: webhook.operations }],
      })),
  };
}
