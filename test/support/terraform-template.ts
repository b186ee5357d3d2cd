/** How Terraform reads a string of `cdk.tf.json`: a small exact model, held against the real program by test/terraform/literal.test.ts. */

/** Text as it stands in the result, and what Terraform would evaluate: `${…}` or `%{…}`. */
export interface TemplateParts {
  readonly text: string;
  /** Expressions and directives as they are written, in their order. */
  readonly live: readonly string[];
}

/** Reads a template. Live parts stand in the text as they are written, or as `evaluate` says. */
export function readTemplate(template: string, evaluate: (live: string) => string = (live) => live): TemplateParts {
  const live: string[] = [];
  let text = '';
  let at = 0;
  while (at < template.length) {
    const three = template.slice(at, at + 3);
    if (three === '$${' || three === '%%{') {
      text += three.slice(1);
      at += 3;
    } else if (template.startsWith('${', at) || template.startsWith('%{', at)) {
      const end = endOfExpression(template, at + 2);
      const part = template.slice(at, end);
      live.push(part);
      text += evaluate(part);
      at = end;
    } else {
      text += template[at];
      at += 1;
    }
  }
  return { text, live };
}

/** The text of a template in which nothing is live. */
export function textOf(template: string): string {
  const { text, live } = readTemplate(template);
  if (live.length > 0) throw new Error(`Terraform would evaluate ${live.join(' and ')}`);
  return text;
}

/** Behind the brace that ends an expression; quoted strings may hold braces. */
function endOfExpression(template: string, start: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = start; at < template.length; at++) {
    const character = template[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return template.length;
}
