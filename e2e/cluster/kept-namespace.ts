/** As an owner who gives the data of a namespace up: without the policy that refuses its end. */
import { keptNamespacePolicy } from '../../lib/security/admission/kept-namespace';
import { sleep } from '../machine/wait';
import type { KubeClient } from './kube-client';

const API_VERSION = 'admissionregistration.k8s.io/v1';
/** The API server goes by what it watches, and hears of a policy that went within a second. */
const HEARD_MILLISECONDS = 1_500;

export async function giveUpNamespace(client: KubeClient, namespace: string): Promise<void> {
  const metadata = { name: keptNamespacePolicy(namespace) };
  const policy = { apiVersion: API_VERSION, kind: 'ValidatingAdmissionPolicy', metadata };
  if ((await client.read(policy)) === undefined) return;
  await client.delete({ ...policy, kind: 'ValidatingAdmissionPolicyBinding' });
  await client.delete(policy);
  await sleep(HEARD_MILLISECONDS);
}
