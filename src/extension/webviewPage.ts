import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

const nonceBytes = 16;

/** Where the bundled scripts and styles of the views lie. */
export const viewsFolder = (extension: Uri): Uri => Uri.joinPath(extension, 'dist', 'media');

/**
 * The page of a view: its one script and style, nothing from anywhere else. `view` and `title` are our own words, never
 * text from a repository.
 */
export function webviewPage(webview: Webview, extension: Uri, view: string, title: string): string {
  const nonce = randomBytes(nonceBytes).toString('base64');
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(viewsFolder(extension), name)).toString();
  const own = webview.cspSource;
  // `data:` is for the PNG that a chart makes of itself.
  const policy = [
    "default-src 'none'",
    "form-action 'none'",
    `style-src ${own}`,
    `font-src ${own}`,
    `img-src ${own} data:`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file(`${view}.css`)}">
<title>${title}</title>
</head>
<body>
<main id="page"></main>
<div id="announce" role="status" aria-live="polite"></div>
<script nonce="${nonce}" src="${file(`${view}.js`)}"></script>
</body>
</html>`;
}
