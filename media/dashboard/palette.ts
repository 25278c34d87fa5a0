/** The colours and the font of the theme that the page has now, for a canvas. */
export interface Palette {
  readonly foreground: string;
  readonly quiet: string;
  readonly background: string;
  readonly grid: string;
  readonly warning: string;
  /** Of the layers, in their order. */
  readonly charts: readonly string[];
  /** Font family. */
  readonly family: string;
}

const chartNames = ['blue', 'orange', 'green', 'purple', 'yellow', 'red'] as const;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, other: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || other;
  const foreground = read('foreground', 'CanvasText');
  const background = read('editor-background', 'Canvas');
  return {
    foreground,
    background,
    quiet: read('descriptionForeground', foreground),
    grid: read('editorIndentGuide-background1', read('editorWidget-border', 'transparent')),
    warning: read('list-warningForeground', foreground),
    charts: chartNames.map((name) => read(`charts-${name}`, foreground)),
    family: read('font-family', 'sans-serif'),
  };
}

/** Calls back when the theme has changed. Returns how to end it. VS Code changes the body's class and the root's style. */
export function onTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}
