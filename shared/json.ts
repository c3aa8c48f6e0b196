/**
 * JSON whose objects name each member once. `JSON.parse` silently takes the last of two, and two readers that take
 * different ones are how checks are bypassed. Not recursive, so depth cannot exhaust the stack.
 *
 * @throws SyntaxError for malformed text and for a member named twice
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  refuseRepeatedMembers(text);
  return value;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

/** Walks the tokens of text that is known to be well-formed. */
function refuseRepeatedMembers(text: string): void {
  /** The names seen in each open object; null for an open array. */
  const open: (Set<string> | null)[] = [];
  let isName = false;
  for (const [part] of text.matchAll(token)) {
    const names = open.at(-1);
    if (part === '{') {
      open.push(new Set());
      isName = true;
    } else if (part === '[') {
      open.push(null);
      isName = false;
    } else if (part === '}' || part === ']') {
      open.pop();
      isName = false;
    } else if (part === ',') {
      isName = names !== null;
    } else if (isName && names) {
      const name = JSON.parse(part) as string;
      if (names.has(name)) throw new SyntaxError('A member is named twice');
      names.add(name);
      isName = false;
    }
  }
}
