/** Text that Terraform must not interpret: Grafana variables and PromQL templates use `${…}` and `%{…}` too. */
export function literal(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}

/** The text as Terraform will write it: the inverse of `literal`. */
export function unliteral(text: string): string {
  return text.replaceAll('$${', () => '${').replaceAll('%%{', () => '%{');
}
