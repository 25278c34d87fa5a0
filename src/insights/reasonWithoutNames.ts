/** Characters of a reason that are compared. */
const longest = 160;

/**
 * A reason without what differs from run to run, so that the same reason is the same text: quoted names become `…`, paths
 * and addresses `<path>`, object names and numbers `#`. Only its first sentence counts.
 */
export function reasonWithoutNames(reason: string): string {
  const bare = reason
    .replace(/"[^"\n]*"|“[^”\n]*”|`[^`\n]*`|(?<!\w)'[^'\n]*'(?!\w)/g, '…')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '<path>')
    .replace(/(?<![\w<])(?:[A-Za-z]:)?[\w.@~-]*(?:[\\/][\w.@+~-]+)+[\\/]?/g, '<path>')
    .replace(
      /\b[\w-]+(?:\.[\w-]+)*\.(?:[cm]?[jt]sx?|json|ya?ml|toml|md|py|go|rs|java|kts?|cs|rb|php|sh|txt)\b/g,
      '<path>',
    )
    .replace(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b/g, '#')
    .replace(/\d+(?:[.,]\d+)*/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
  const first = /^.*?[.!?](?=\s|$)/.exec(bare)?.[0] ?? bare;
  return first.length > longest ? `${first.slice(0, longest - 1)}…` : first;
}
