import { notion } from '../notion';
import { DNS_SUBDOMAIN, isDnsSubdomain } from './dns-subdomain';

/** Name of a ConfigMap. */
export const configMapName = notion('ConfigMap name', `the name of a ConfigMap: ${DNS_SUBDOMAIN}`, isDnsSubdomain);
