/** The name in `Name <email>`; the email where there is no name. */
export function authorName(by: string): string {
  const [, name = '', email = ''] = /^(.*?)\s*<([^>]*)>$/.exec(by) ?? ['', by];
  return name === '' ? email : name;
}
