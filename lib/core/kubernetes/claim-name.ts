import { notion } from '../notion';
import { DNS_SUBDOMAIN, isDnsSubdomain } from './dns-subdomain';

/** Name of a PersistentVolumeClaim. */
export const claimName = notion('claim name', `the name of a PersistentVolumeClaim: ${DNS_SUBDOMAIN}`, isDnsSubdomain);
