/** Breaks prose at spaces; lines after the first are indented. What fits stays as it is: it may have columns. A word longer than the line stays whole: it may be copied. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    if (paragraph.length <= width) {
      lines.push(paragraph);
      continue;
    }
    const lead = /^ */.exec(paragraph)?.[0] ?? '';
    let line = lead;
    for (const word of paragraph.trim().split(/ +/)) {
      const longer = line.trim() === '' ? line + word : `${line} ${word}`;
      if (longer.length <= width || line.trim() === '') line = longer;
      else {
        lines.push(line);
        line = lead + indent + word;
      }
    }
    lines.push(line);
  }
  return lines.join('\n');
}
