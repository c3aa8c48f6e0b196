const fallbackLabel = 'Microsoft account';
const longestLabel = 100;

/**
 * What helps the owner of a Microsoft account, and nobody else, to recognise it: first letter, `•••`, whole domain. No
 * address is ever stored, and none identifies anybody.
 *
 * Source: API 5.
 */
export function maskedLabel(preferredUsername: string | undefined): string {
  const text = (preferredUsername ?? '').replace(/[\p{C}\s]/gu, '');
  const [first] = text;
  if (first === undefined) return fallbackLabel;
  const at = text.lastIndexOf('@');
  const domain = at > 0 ? text.slice(at) : '';
  return `${first}•••${[...domain].slice(0, longestLabel).join('')}`;
}
