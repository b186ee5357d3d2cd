/**
 * Protection of what holds data. Terraform refuses every plan that would destroy or replace a protected resource, and names it; what lives
 * in a Helm release is kept by Helm. A resource whose construct was removed is no longer in the configuration: its plan says "destroy",
 * and no property of it can say otherwise. So what holds data lies in releases, and Terraform protects a guard beside it.
 */

/** Annotation by which Helm leaves an object alone when it leaves the release, or when the release is uninstalled. */
const KEEP = { 'helm.sh/resource-policy': 'keep' };

/** For the arguments of a resource that holds data. */
export const protectedResource = (deletionProtection: boolean) => (deletionProtection ? { lifecycle: { preventDestroy: true } } : {});

/** Annotations of an object in a release that holds data. */
export const keptByHelm = (deletionProtection: boolean): Readonly<Record<string, string>> => (deletionProtection ? KEEP : {});
