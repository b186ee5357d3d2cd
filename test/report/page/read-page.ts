/** A page as a browser reads it, by the parser of the HTML standard. */
import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];

const isElement = (node: Node): node is Element => 'tagName' in node;

/** All elements of a page, in its order. */
export function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  const visit = (node: Node): void => {
    if (isElement(node)) found.push(node);
    for (const child of 'childNodes' in node ? node.childNodes : []) visit(child);
  };
  visit(parse(html));
  return found;
}

export const attribute = (element: Element, name: string): string | undefined => element.attrs.find((attr) => attr.name === name)?.value;

/** Text of an element, as it is shown. */
export function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterMap['textNode']).value;
  return ('childNodes' in node ? node.childNodes : []).map(textOf).join('');
}

export interface ShownFigure {
  /** JSON pointer into the list of plans. */
  readonly of: string;
  readonly value: number;
  readonly text: string;
}

/** Figures of the plan that the page shows. */
export const figuresOf = (html: string): ShownFigure[] =>
  elementsOf(html).flatMap((element) => {
    const of = attribute(element, 'data-of');
    return of === undefined ? [] : [{ of, value: Number(attribute(element, 'value')), text: textOf(element) }];
  });

/** What stands at a JSON pointer. */
export const at = (data: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], data);
