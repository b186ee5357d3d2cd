/** Who asks a price, with the region in which it holds. */
export const sellerOf = ({ provider, region }: { readonly provider: string; readonly region?: string | undefined }): string =>
  region === undefined ? provider : `${provider} ${region}`;
