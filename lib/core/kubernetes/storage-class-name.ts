import { notion } from '../notion';
import { DNS_SUBDOMAIN, isDnsSubdomain } from './dns-subdomain';

/** Name of a StorageClass. */
export const storageClassName = notion('storage class', `the name of a StorageClass: ${DNS_SUBDOMAIN}`, isDnsSubdomain);
