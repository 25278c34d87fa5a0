/** Text between tags of XML 1.0. Characters that XML cannot hold at all must not be in it (`cannotName` refuses them). */
export const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
