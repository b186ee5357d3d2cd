import { notion } from '../notion';
import { DNS_SUBDOMAIN, isDnsSubdomain } from './dns-subdomain';

/** Name of a Secret. */
export const secretName = notion('Secret name', `the name of a Secret: ${DNS_SUBDOMAIN}`, isDnsSubdomain);
