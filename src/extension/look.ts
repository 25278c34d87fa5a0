import { MarkdownString, ThemeColor, ThemeIcon } from 'vscode';
import type { Look } from '../model/statusLook.ts';
import { spokenMarks } from './runs/checkMarks.ts';
import type { Fact } from './runs/row.ts';

/** The icon of a state, in the theme's colour. */
export function iconOf({ icon, color }: Look): ThemeIcon {
  return color === undefined ? new ThemeIcon(icon) : new ThemeIcon(icon, new ThemeColor(color));
}

/** Facts as a tooltip. The texts come from programs and agents: they are shown as they are and trusted with nothing. */
export function tooltipOf(title: string, facts: readonly Fact[]): MarkdownString {
  const tooltip = new MarkdownString();
  tooltip.isTrusted = false;
  tooltip.appendMarkdown('**').appendText(title).appendMarkdown('**');
  for (const { name, text } of facts) {
    tooltip.appendMarkdown('\n\n').appendText(`${name}: `).appendText(text);
  }
  return tooltip;
}

/** Facts for a screen reader. */
export function spoken(label: string, description: string, facts: readonly Fact[]): string {
  const told = facts.slice(0, 2).map(({ name, text }) => `${name}: ${text}`);
  return spokenMarks([label, description, ...told].join(', '));
}
