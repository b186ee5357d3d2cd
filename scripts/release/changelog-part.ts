/** The part of CHANGELOG.md that a release takes with it. */

const HEADING = /^## /m;

/** @throws Error where the file has no part of that name, or nothing stands in it */
export function changelogPart(changelog: string, name: string): string {
  const [, ...parts] = changelog.split(HEADING);
  const part = parts.find(
    (text) =>
      text
        .split('\n', 1)[0]
        ?.trim()
        .replace(/^\[|\]$/g, '') === name || text.startsWith(`${name} `),
  );
  const text = part?.slice(part.indexOf('\n') + 1).trim() ?? '';
  if (text === '') throw new Error(`CHANGELOG.md says nothing under "${name}"`);
  return text;
}
