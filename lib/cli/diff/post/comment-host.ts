/** Where the comment of a pull request is written: the one that an earlier run left is updated, so that there is never a second. */

/** The comments of one pull request or merge request. */
export interface CommentHost {
  /** Pages of comments, oldest first; undefined behind the last. */
  page(number: number): Promise<readonly Comment[] | undefined>;
  create(body: string): Promise<void>;
  /** False where it is the comment of somebody else. */
  update(id: number, body: string): Promise<boolean>;
  /** Characters that a comment may have. */
  readonly longest: number;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
}

export type Posted = 'created' | 'updated' | 'as it was' | 'nothing to say';

const MOST_PAGES = 50;
const FOLD = '\n\n<details>';
const CUT = '\n\nThe details are too long for a comment: `agent-fleet diff` prints them.\n';

/**
 * @param marker First line of our comments.
 * @param isNews False where nothing changes: then an earlier comment is corrected, and no new one is written.
 */
export async function postComment(host: CommentHost, marker: string, text: string, isNews: boolean): Promise<Posted> {
  const body = shortened(text, host.longest);
  const earlier = await earlierComment(host, marker);
  if (earlier !== undefined && sameText(earlier.body, body)) return 'as it was';
  if (earlier !== undefined && (await host.update(earlier.id, body))) return 'updated';
  if (!isNews) return 'nothing to say';
  await host.create(body);
  return 'created';
}

async function earlierComment(host: CommentHost, marker: string): Promise<Comment | undefined> {
  for (let number = 1; number <= MOST_PAGES; number++) {
    const comments = await host.page(number);
    const ours = comments?.find(({ body }) => body.startsWith(marker));
    if (ours !== undefined || comments === undefined) return ours;
  }
  return undefined;
}

/** Hosts write other line ends, and drop those behind the text. */
const sameText = (one: string, other: string): boolean => one.replace(/\r\n/g, '\n').trimEnd() === other.trimEnd();

/** What is not folded is short; a list of very many fleets is cut at a line. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const [seen = ''] = text.split(FOLD);
  const room = longest - CUT.length;
  return `${seen.length <= room ? seen : seen.slice(0, seen.lastIndexOf('\n', room))}${CUT}`;
}
