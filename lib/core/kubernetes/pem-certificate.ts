const PEM = /^\s*-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/;

/** Whether a text is a certificate in PEM form. Managed clouds hand it out in base64, which the provider would not read. */
export function isPemCertificate(text: string): boolean {
  return text.length <= 200_000 && PEM.test(text);
}

/** How one is written. */
export const PEM_CERTIFICATE =
  "a PEM certificate ('-----BEGIN CERTIFICATE-----…'); where you have it in base64: Buffer.from(base64, 'base64').toString()";
